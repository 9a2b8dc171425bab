"""What the books say, in plain SQL: none of the product's own sums.

Each query returns rows (text, …) of what is wrong; no row is good.
"""

# === NOTHING DOUBLED === #

DOUBLED = {
    "orders of one cart": """
        SELECT distribution_cart_key FROM sale_order WHERE distribution_cart_key IS NOT NULL
         GROUP BY 1 HAVING count(*) > 1
    """,
    "orders of one platform order": """
        SELECT platform_order_ref FROM sale_order WHERE platform_order_ref IS NOT NULL
         GROUP BY 1 HAVING count(*) > 1
    """,
    "return requests": """
        SELECT distribution_note FROM rma WHERE distribution_note IS NOT NULL
         GROUP BY 1 HAVING count(*) > 1
    """,
    "documents to Kingdee": """
        SELECT order_id FROM distribution_erp_document
         WHERE order_id IS NOT NULL AND is_current GROUP BY 1, kind HAVING count(*) > 1
    """,
    "movements of Kingdee": """
        SELECT entry_id FROM distribution_erp_movement
         GROUP BY backend_id, kind, entry_id, number HAVING count(*) > 1
    """,
    "settlements of a period": """
        SELECT cycle_id || ' ' || date_from FROM distribution_settlement
         GROUP BY cycle_id, date_from HAVING count(*) > 1
    """,
    "statements of a member": """
        SELECT member_id FROM distribution_statement
         GROUP BY settlement_id, member_id HAVING count(*) > 1
    """,
    "publications": """
        SELECT publication FROM distribution_settlement WHERE publication > 0
         GROUP BY company_id, publication HAVING count(*) > 1
    """,
    "approvals of a tier": """
        SELECT settlement_id FROM distribution_settlement_approval
         GROUP BY settlement_id, tier_id HAVING count(*) > 1
    """,
    "bills of a statement": """
        SELECT distribution_statement_id FROM account_move
         WHERE distribution_statement_id IS NOT NULL AND state <> 'cancel'
         GROUP BY 1 HAVING count(*) > 1
    """,
    "payout lines of a statement": """
        SELECT statement_id FROM distribution_payout_batch_line
         WHERE state IN ('pending', 'paid') GROUP BY 1 HAVING count(*) > 1
    """,
    "payments of a bill": """
        SELECT move.name FROM account_move move
          JOIN account_payment payment
            ON payment.memo LIKE '%%' || move.name || '%%' AND payment.state <> 'canceled'
         WHERE move.move_type = 'out_invoice' AND move.state = 'posted'
         GROUP BY move.id HAVING count(*) > 1
    """,
    "payments to a member": """
        SELECT line.reference FROM distribution_payout_batch_line line
          JOIN account_payment payment
            ON payment.memo LIKE '%%' || line.reference || '%%' AND payment.state <> 'canceled'
         WHERE line.state = 'paid' GROUP BY line.id HAVING count(*) <> 1
    """,
    "invoices of an order": """
        SELECT sold.order_id FROM sale_order_line sold
          JOIN sale_order_line_invoice_rel link ON link.order_line_id = sold.id
          JOIN account_move_line line ON line.id = link.invoice_line_id
          JOIN account_move move ON move.id = line.move_id AND move.state <> 'cancel'
         WHERE move.move_type = 'out_invoice'
         GROUP BY sold.order_id HAVING count(DISTINCT move.id) > 1
    """,
}

# === BOOKS BALANCE === #

# What each line earns each member of its chain, from prices, quantities and who stands above whom.
EARNED = """
    WITH RECURSIVE chain AS (
        SELECT line.id AS line_id, sale.distribution_member_id AS member_id, 0 AS depth,
               line.price_subtotal AS base, line.product_uom_qty AS quantity
          FROM sale_order_line line
          JOIN sale_order sale ON sale.id = line.order_id AND sale.state = 'sale'
         WHERE line.display_type IS NULL AND sale.distribution_member_id IS NOT NULL
         UNION ALL
        SELECT chain.line_id, member.upline_id, chain.depth + 1, chain.base, chain.quantity
          FROM chain JOIN distribution_member member ON member.id = chain.member_id
         WHERE member.upline_id IS NOT NULL AND chain.depth < 2
    ), back AS (
        SELECT move.sale_line_id AS line_id, sum(move.quantity) AS quantity
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
         WHERE move.state = 'done' AND source.usage = 'customer' GROUP BY 1
    ), due AS (
        SELECT chain.line_id, chain.member_id,
               round(base * (ARRAY[2, 3, 1])[depth + 1] / 100.0, 2)
               - round(round(base * (ARRAY[2, 3, 1])[depth + 1] / 100.0, 2)
                       * COALESCE(back.quantity, 0) / NULLIF(chain.quantity, 0), 2) AS amount,
               COALESCE(back.quantity, 0) > 0 AS is_back
          FROM chain LEFT JOIN back ON back.line_id = chain.line_id
    ), written AS (
        SELECT order_line_id AS line_id, member_id, sum(amount) AS amount
          FROM distribution_commission_entry WHERE order_line_id IS NOT NULL GROUP BY 1, 2
    )
    SELECT 'line ' || COALESCE(due.line_id, written.line_id) || ' member '
           || COALESCE(due.member_id, written.member_id) || ': ' || COALESCE(written.amount, 0)
           || ' in the ledger, ' || COALESCE(due.amount, 0) || ' earned'
      FROM due FULL JOIN written USING (line_id, member_id)
     WHERE abs(COALESCE(written.amount, 0) - COALESCE(due.amount, 0))
           > CASE WHEN due.is_back THEN 0.011 ELSE 0.001 END
"""
UNBALANCED = {
    "ledger": EARNED,
    "statements": """
        SELECT statement.id || ': ' || statement.payable FROM distribution_statement statement
     LEFT JOIN (SELECT statement_id, sum(amount) AS amount FROM distribution_commission_entry
                 GROUP BY 1) entry ON entry.statement_id = statement.id
         WHERE statement.state <> 'draft'
           AND abs(statement.opening_balance + COALESCE(entry.amount, 0) - statement.holdback
                   + statement.holdback_released - statement.tax - statement.payable
                   - statement.carried) > 0.001
    """,
    "entries of published periods": """
        SELECT entry.id FROM distribution_commission_entry entry
          JOIN distribution_settlement settlement
            ON settlement.cycle_id = entry.cycle_id
           AND entry.date BETWEEN settlement.date_from AND settlement.date_to
         WHERE settlement.state NOT IN ('draft', 'computed') AND entry.statement_id IS NULL
    """,
    "bills of statements": """
        SELECT move.id FROM account_move move
          JOIN distribution_statement statement ON statement.id = move.distribution_statement_id
         WHERE move.state <> 'cancel' AND abs(move.amount_total - statement.payable) > 0.001
    """,
    "payout lines": """
        SELECT line.id FROM distribution_payout_batch_line line
          JOIN distribution_statement statement ON statement.id = line.statement_id
         WHERE abs(line.amount - statement.payable) > 0.001
            OR (line.state = 'paid' AND statement.payment_state <> 'paid')
    """,
    "journals": """
        SELECT move_id FROM account_move_line WHERE parent_state = 'posted'
         GROUP BY 1 HAVING abs(sum(debit) - sum(credit)) > 0.001
    """,
    "invoiced quantities": """
        SELECT id FROM sale_order_line
         WHERE qty_invoiced > greatest(product_uom_qty, qty_delivered) + 0.001
           AND EXISTS (SELECT FROM sale_order sale WHERE sale.id = order_id
                          AND sale.distribution_cart_key IS NOT NULL)
           AND NOT EXISTS (SELECT FROM stock_move move
                             JOIN stock_location place ON place.id = move.location_id
                            WHERE move.sale_line_id = sale_order_line.id
                              AND move.state = 'done' AND place.usage = 'customer')
    """,
    "stock": """
        SELECT product_id || ' in ' || place.id || ': ' || sum(held) || ' held, '
               || sum(moved) || ' moved'
          FROM (SELECT product_id, location_id, quantity AS held, 0 AS moved
                  FROM stock_quant
                 UNION ALL
                SELECT product_id, location_dest_id, 0, quantity_product_uom
                  FROM stock_move_line WHERE state = 'done'
                 UNION ALL
                SELECT product_id, location_id, 0, -quantity_product_uom
                  FROM stock_move_line WHERE state = 'done') both_sides
          JOIN stock_location place ON place.id = both_sides.location_id
           AND place.usage = 'internal'
         GROUP BY product_id, place.id HAVING abs(sum(held) - sum(moved)) > 0.001
    """,
}

# === NOTHING STUCK === #

STUCK = {
    "imports": "SELECT name FROM distribution_order_import WHERE is_running",
    "streams": "SELECT kind FROM distribution_erp_stream WHERE leased_until IS NOT NULL",
    "documents": """
        SELECT number FROM distribution_erp_document
         WHERE leased_until IS NOT NULL AND state IN ('pending', 'sending', 'saved', 'submitted')
    """,
    "runs": "SELECT stream FROM distribution_erp_run WHERE state = 'running'",
    "jobs": """
        SELECT cron_name FROM ir_cron WHERE id = ANY(%(jobs)s)
           AND (NOT active OR nextcall <= now() AT TIME ZONE 'UTC')
    """,
    "transactions": """
        SELECT left(query, 100) FROM pg_stat_activity
         WHERE datname = current_database() AND state LIKE 'idle in transaction%%'
           AND now() - state_change > interval '5 seconds' AND pid <> pg_backend_pid()
    """,
    "connections to Kingdee": "SELECT name FROM distribution_erp_backend WHERE state <> 'ready'",
}

# === NOTHING LOST === #

ORDERS = "SELECT distribution_cart_key, id, state FROM sale_order" + (
    " WHERE distribution_cart_key IS NOT NULL"
)
PLATFORM = "SELECT platform_order_ref FROM sale_order WHERE platform_order_ref IS NOT NULL"
RETURNS = "SELECT distribution_note FROM rma WHERE distribution_note IS NOT NULL"
SETTLED = "SELECT id FROM distribution_settlement WHERE state IN ('published', 'paid', 'closed')"
CONFIRMED = "SELECT id FROM distribution_statement WHERE confirmed_on IS NOT NULL"
PAID = "SELECT id FROM account_move WHERE payment_state IN ('paid', 'in_payment')"
BATCHES = "SELECT id FROM distribution_payout_batch"
