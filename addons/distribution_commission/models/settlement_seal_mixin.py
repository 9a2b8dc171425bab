import uuid
from pathlib import Path

from odoo import fields, models
from odoo.addons.distribution_member.models.encrypted_field import load_key_ring
from odoo.tools import config

from ..statement_seal import (
    FIRST,
    Head,
    SealError,
    append,
    chained,
    decrypt_body,
    encrypt_body,
    from_rows,
    read,
    read_rows,
)
from .statement_seal_mixin import BODY_USE, KEY_USE

JOURNALS = "distribution_seals"


class DistributionSettlementSealMixin(models.AbstractModel):
    """Seals which statements a run has, behind the run that the company published before.

    The end of this chain is also written to a file, so that nobody can cut it off unseen.
    """

    _name = "distribution.settlement.seal.mixin"
    _description = "Seal of a Settlement"

    seal = fields.Char(readonly=True, copy=False)
    seal_previous = fields.Char("Seal before", readonly=True, copy=False)
    seal_key = fields.Char("Key of the Seal", readonly=True, copy=False)
    seal_body = fields.Text(
        "Sealed Copy",
        readonly=True,
        copy=False,
        prefetch=False,
        groups="distribution_member.group_distribution_finance",
    )

    # === ACTION METHODS === #

    def action_verify_seals(self):
        """Say whether everything the company has published is as it was, and what is not."""
        self.ensure_one()
        breaks = self._find_breaks_of_company(self.company_id)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Seals of %(company)s", company=self.company_id.name),
                "message": "\n".join(breaks)
                or self.env._("Nothing was changed since it was published."),
                "type": "danger" if breaks else "success",
                "sticky": bool(breaks),
            },
        }

    # === HELPERS === #

    def _seal_run(self):
        """Seal the statements of a run that is published just now, and then the run."""
        self.ensure_one()
        self.statement_ids.sudo()._seal()  # sudo: seals are written by nobody
        ring = load_key_ring()
        before = self._find_publication(self.publication - 1)
        previous = before.seal or FIRST
        body = self._build_body()
        seal = chained(ring.derive(ring.current_id, KEY_USE), previous, body)
        self.sudo().write(
            {
                "seal": seal,
                "seal_previous": previous,
                "seal_key": ring.current_id,
                "seal_body": encrypt_body(
                    ring.derive(ring.current_id, BODY_USE), body, self._name_of_body()
                ),
            }
        )
        path, head = self._get_journal(self.company_id), Head(self.publication, seal)
        self.env.cr.postcommit.add(lambda: append(path, head))

    def _build_body(self):
        """Return what is sealed of a run: its period, and the seal of each statement."""
        head = {
            "settlement": str(self.id),
            "publication": str(self.publication),
            "company": str(self.company_id.id),
            "cycle": str(self.cycle_id.id),
            "date_from": str(self.date_from),
            "date_to": str(self.date_to),
            "statements": str(len(self.statement_ids)),
        }
        return from_rows(
            head,
            [
                {"number": statement.number, "seal": statement.seal}
                for statement in self.statement_ids.sorted("number")
            ],
        )

    def _name_of_body(self):
        return f"distribution.settlement|{self.id}"

    def _find_publication(self, publication):
        return self.search(
            [("company_id", "=", self.company_id.id), ("publication", "=", publication)], limit=1
        )

    def _get_journal(self, company):
        """Return the file that holds the ends of the company's chain."""
        company_sudo = company.sudo()  # sudo: finance may not write companies
        if not company_sudo.distribution_seal_chain:
            company_sudo.distribution_seal_chain = uuid.uuid4().hex
        name = f"{company_sudo.distribution_seal_chain}.log"
        return Path(config["data_dir"]) / JOURNALS / name

    def _find_breaks_of_company(self, company):
        """Return what is not as it was sealed in all that a company has published."""
        runs_sudo = self.sudo().search(  # sudo: the check reads everything
            [("company_id", "=", company.id), ("publication", ">", 0)], order="publication"
        )
        breaks, previous = [], FIRST
        for place, run_sudo in enumerate(runs_sudo, 1):
            breaks += run_sudo._compare_run(place, previous)
            previous = run_sudo.seal
        return breaks + self._compare_journal(company, runs_sudo)

    def _compare_run(self, place, previous):
        """Compare one run with its seal, and its statements with theirs."""
        facts = {"settlement": self.display_name, "place": place}
        breaks = self.statement_ids._find_seal_breaks()
        if self.publication != place:
            breaks.append(self.env._("Publication no. %(place)s was deleted.", **facts))
        ring = load_key_ring()
        try:
            sealed = decrypt_body(
                ring.derive(self.seal_key or ring.current_id, BODY_USE),
                self.seal_body or "",
                self._name_of_body(),
            )
        except SealError:
            return [*breaks, self.env._("%(settlement)s: the sealed copy is damaged.", **facts)]
        body = self._build_body()
        expected = chained(ring.derive(self.seal_key, KEY_USE), previous or "", body)
        if sealed != body:
            breaks += self._explain_difference(sealed, body)
        elif expected != self.seal and self.publication == place:
            breaks.append(self.env._("%(settlement)s: the seal was made anew.", **facts))
        return breaks

    def _explain_difference(self, sealed, body):
        old_head, old_lines = read_rows(sealed)
        new_head, new_lines = read_rows(body)
        old = {line["number"]: line["seal"] for line in old_lines}
        new = {line["number"]: line["seal"] for line in new_lines}
        facts = {"settlement": self.display_name}
        said = [
            self.env._("%(settlement)s: %(column)s was changed.", column=column, **facts)
            for column in old_head
            if old_head[column] != new_head.get(column) and column != "statements"
        ]
        said += [
            self.env._("%(settlement)s: statement %(number)s was deleted.", number=number, **facts)
            for number in old
            if number not in new
        ]
        said += [
            self.env._("%(settlement)s: statement %(number)s was added.", number=number, **facts)
            for number in new
            if number not in old
        ]
        said += [
            self.env._(
                "%(settlement)s: the seal of %(number)s was made anew.", number=number, **facts
            )
            for number in old
            if number in new and old[number] != new[number]
        ]
        return said

    def _compare_journal(self, company, runs):
        """Compare the end of the chain with the file; the file may be one run behind a crash."""
        heads = read(self._get_journal(company))
        seals = {run.publication: run.seal for run in runs}
        return [
            self.env._(
                "Publication no. %(place)s is not what was written to the journal.",
                place=head.publication,
            )
            if head.publication in seals
            else self.env._(
                "Publication no. %(place)s stands in the journal, and is missing here.",
                place=head.publication,
            )
            for head in heads
            if seals.get(head.publication) != head.seal
        ]
