"""Who may do what with disputes and files for the bank; how to read it: access_table.py."""

CASES = {
    "distribution.statement.dispute": {
        "distributor distributor_finance": "r - - - -",
        "manager": "r r - - -",
        "finance admin": "rw rw rw rw -",
    },
    "distribution.payout.batch": {"finance admin": "rwc rwc rwc rwc -"},
    "distribution.payout.batch.line": {"finance admin": "rwc rwc rwc rwc -"},
    "distribution.payout.batch.make": {"finance admin": "rwcd"},
}

PUBLIC_METHODS = {
    "distribution.statement.confirmation.mixin": {"action_confirm"},
    "distribution.statement.paper.mixin": {"action_download_xlsx"},
    "distribution.statement.mail.mixin": {"action_send_mail"},
    "distribution.statement.dispute.mixin": {"action_dispute", "action_open_disputes"},
    "distribution.statement.payout.mixin": {"action_open_documents", "action_pay"},
    "distribution.payout.document.mixin": {"action_open_statement"},
    "distribution.settlement.payout.mixin": {"action_close", "action_pay"},
    "distribution.statement.dispute": {"action_accept", "action_open_entries", "action_refuse"},
    "distribution.payout.batch": {"action_cancel", "action_download"},
    "distribution.payout.batch.make": {"action_make"},
}


def make_dispute(world, statement):
    """An open dispute about the first line of a statement."""
    return world.env["distribution.statement.dispute"].create(
        {
            "statement_id": statement.id,
            "entry_ids": statement.entry_ids.ids[:1],
            "reason": "Too little",
            "opened_by_id": world.env.uid,
        }
    )


def make_batch(world, statement):
    """A file for the bank with one statement in it."""
    batch = world.env["distribution.payout.batch"].create(
        {
            "company_id": statement.company_id.id,
            "currency_id": statement.currency_id.id,
            "reason": "Probe",
        }
    )
    world.env["distribution.payout.batch.line"].create(
        {
            "batch_id": batch.id,
            "statement_id": statement.id,
            "reference": statement.number,
            "amount": 1.0,
        }
    )
    return batch
