import uuid
from pathlib import Path

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import config

from ..statement_seal import FIRST, from_rows, journal, read_rows

JOURNALS = "distribution_seals"


class DistributionSettlementSealMixin(models.AbstractModel):
    """Seals which statements a run has, behind the run that the company published before.

    The end of this chain is also written to a file, so that nobody can cut it off unseen.
    """

    _name = "distribution.settlement.seal.mixin"
    _description = "Seal of a Settlement"
    _inherit = ["distribution.seal.mixin"]

    # === ACTION METHODS === #

    def action_verify_seals(self):
        """Say whether everything the company has published is as it was, and what is not."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("distribution_member.group_distribution_finance"):
            raise AccessError(self.env._("Seals are verified by finance only."))
        title = self.env._("Seals of %(company)s", company=self.company_id.name)
        return self._show_breaks(title, self._find_breaks_of_company(self.company_id))

    # === HELPERS === #

    def _seal_run(self):
        """Seal the statements of a run that is published just now, and then the run."""
        self.ensure_one()
        company_sudo = self.company_id.sudo()  # sudo: finance may not write companies
        if not company_sudo.distribution_seal_chain:
            company_sudo.distribution_seal_chain = uuid.uuid4().hex
        self.statement_ids.sudo()._seal()  # sudo: seals are written by nobody
        key_id, sealer = self._get_current_sealer()
        previous = self._find_publication(self.publication - 1).seal or FIRST
        body = self._build_body()
        seal = sealer.seal(previous, body)
        self.sudo().write(
            {
                "seal": seal,
                "seal_previous": previous,
                "seal_key": key_id,
                "seal_body": sealer.keep(body, self._name_of_body(self.id)),
            }
        )
        path, head = self._get_journal(company_sudo), journal.Head(self.publication, seal)
        self.env.cr.postcommit.add(lambda: journal.append(path, head))

    def _build_body(self):
        """Return what is sealed of a run: its period, and the seal of each statement."""
        head = {
            "settlement": str(self.id),
            "publication": str(self.publication),
            "company": str(self.company_id.id),
            "chain": self.company_id.sudo().distribution_seal_chain or None,
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

    def _find_publication(self, publication):
        return self.search(
            [("company_id", "=", self.company_id.id), ("publication", "=", publication)], limit=1
        )

    def _get_journal(self, company_sudo):
        """Return the file that holds the ends of the company's chain."""
        return Path(config["data_dir"]) / JOURNALS / f"{company_sudo.distribution_seal_chain}.log"

    def _find_breaks_of_company(self, company):
        """Return what is not as it was sealed in all that a company has published."""
        runs_sudo = self.sudo().search(  # sudo: the check reads everything
            [("company_id", "=", company.id), ("publication", ">", 0)], order="publication"
        )
        breaks, previous = [], FIRST
        for place, run_sudo in enumerate(runs_sudo, 1):
            breaks += run_sudo._compare_run(place, previous)
            previous = run_sudo.seal
        breaks += runs_sudo.statement_ids._find_broken_links()
        return breaks + self._compare_journal(company.sudo(), runs_sudo)

    def _compare_run(self, place, previous):
        """Compare one run with its seal, and its statements with theirs."""
        facts = {"settlement": self.display_name, "place": place}
        breaks = self.statement_ids._compare_seals()
        if self.publication != place:
            breaks.append(self.env._("Publication no. %(place)s was deleted.", **facts))
        sealed, sealer = self._open_sealed()
        if sealed is None:
            return [*breaks, self.env._("%(settlement)s: the sealed copy is damaged.", **facts)]
        body = self._build_body()
        if sealed != body:
            breaks += self._explain_difference(sealed, body)
        elif sealer.seal(previous or "", body) != self.seal and self.publication == place:
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

    def _compare_journal(self, company_sudo, runs):
        """Compare the end of the chain with the file; the file may be one run behind a crash."""
        heads = journal.read(self._get_journal(company_sudo))
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
