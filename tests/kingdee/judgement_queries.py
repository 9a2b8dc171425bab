"""Odoo's side of the judgement, in plain SQL."""

ORDERS = """
    SELECT sale.id, sale.name, sale.state, sale.amount_total
      FROM sale_order sale
     WHERE EXISTS (SELECT FROM distribution_erp_document document
                    WHERE document.order_id = sale.id)
"""
LINES = """
    SELECT line.id, line.order_id, product.default_code AS code,
           line.product_uom_qty AS quantity, line.qty_delivered AS delivered
      FROM sale_order_line line
      JOIN product_product product ON product.id = line.product_id
     WHERE line.display_type IS NULL
     ORDER BY line.order_id, line.sequence, line.id
"""
DOCUMENTS = """
    SELECT document.order_id, document.kind, document.number, document.state, document.problem,
           document.message, document.next_try, document.attempts,
           (SELECT count(*) FROM mail_activity activity
             WHERE (activity.res_model, activity.res_id) IN (
                       ('sale.order', document.order_id),
                       ('distribution.member', document.member_id))) AS activities
      FROM distribution_erp_document document
     WHERE document.backend_id = %s
     ORDER BY document.id
"""
MOVEMENTS = """
    SELECT kind, entry_id, number, state, message FROM distribution_erp_movement
     WHERE backend_id = %s AND number NOT LIKE 'DRIFT-%%'
"""
TRACKING = """
    SELECT DISTINCT line.order_id, picking.carrier_tracking_ref AS tracking
      FROM stock_picking picking
      JOIN stock_move move ON move.picking_id = picking.id AND move.state = 'done'
      JOIN sale_order_line line ON line.id = move.sale_line_id
     WHERE picking.carrier_tracking_ref IS NOT NULL
"""
STOCK = """
    SELECT product.default_code AS material, warehouse.number AS warehouse,
           stock.on_hand, stock.locked
      FROM distribution_erp_stock stock
      JOIN product_product product ON product.id = stock.product_id
      JOIN distribution_erp_warehouse warehouse ON warehouse.id = stock.erp_warehouse_id
     WHERE stock.backend_id = %s
"""
RUNNING = """
    SELECT count(*) FROM distribution_erp_run WHERE backend_id = %s AND state = 'running'
"""
STAGED = """
    SELECT count(*) FROM distribution_erp_stock_row row
      JOIN distribution_erp_run run ON run.id = row.run_id WHERE run.backend_id = %s
"""
IDLE = """
    SELECT COALESCE(max(extract(epoch FROM clock_timestamp() - state_change)), 0)
      FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction'
       AND pid <> pg_backend_pid()
"""
