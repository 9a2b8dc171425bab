"""Runs in an Odoo shell of today: what the product itself says of its ledger and its seals."""

import json


def read_figures(env) -> dict:
    """Return how many statements are sealed, and what the checks of every company find."""
    if "distribution.integrity.check" not in env:
        return {"sealed": 0, "findings": []}
    findings = []
    for company in env["res.company"].search([]):
        own = env(context={"allowed_company_ids": company.ids})
        findings += own["distribution.integrity.check"].find_findings()
        findings += own["distribution.settlement"]._find_breaks_of_company(company)
    if again := env["distribution.commission.entry"].accrue():
        findings.append(f"Accruing once more writes {again} entries.")
    env.cr.rollback()
    sealed = env["distribution.statement"].search([("seal", "!=", False)])
    if sealed and not sealed.verify_seal():
        findings.append("A seal does not fit its statement.")
    return {"sealed": len(sealed), "findings": findings}


print(json.dumps(read_figures(env)))  # noqa: F821 - the shell gives `env`
