#!/bin/sh
# Post what is missing in the ledger, read it and the statements, and fetch one as PDF: curl.
set -eu

call() { # model method arguments
    curl --silent --show-error --fail-with-body --retry 3 --max-time 120 \
        --header "Authorization: Bearer $ODOO_KEY" \
        --header "X-Odoo-Database: $ODOO_DB" \
        --header "Content-Type: application/json" \
        --data "$3" "$ODOO_URL/json/2/$1/$2"
    echo
}

# The number of new entries: 0 when all is there. Calling it twice posts nothing twice.
call distribution.commission.entry accrue '{"date_from": "2026-01-01"}'

# The ledger only grows: the last id seen is the cursor of the next time.
call distribution.commission.entry search_read '{
    "domain": [["id", ">", '"${AFTER_ENTRY:-0}"']], "order": "id", "limit": 3,
    "fields": ["date", "member_id", "buyer_id", "order_id", "kind", "rate", "base_amount",
               "amount", "currency_id", "origin_id", "statement_id"]}'

call distribution.statement search_read '{
    "domain": [["state", "!=", "draft"]], "order": "id desc", "limit": 3,
    "fields": ["number", "member_id", "opening_balance", "earned", "clawback", "adjustment",
               "holdback", "tax", "payable", "carried", "state"]}'

# A signed link opens one statement, without a session; whoever has it can read it.
link=$(call distribution.statement get_portal_url \
    '{"ids": ['"$STATEMENT"'], "report_type": "pdf", "download": true}' | tr -d '"')
curl --silent --show-error --fail --output statement.pdf "$ODOO_URL$link"
