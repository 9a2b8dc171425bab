from collections import defaultdict

from odoo import fields, models
from odoo.tools import split_every

from ..queries import sealed_rows
from ..statement_seal import FIRST, from_rows, read_rows

STATEMENTS_AT_ONCE = 100  # with all their lines in memory
SEAL_COLUMNS = ("seal", "seal_place", "seal_previous", "seal_key", "seal_body")


class DistributionStatementSealMixin(models.AbstractModel):
    """Seals what a statement says, line by line, behind the member's last sealed statement."""

    _name = "distribution.statement.seal.mixin"
    _description = "Seal of a Statement"
    _inherit = ["distribution.seal.mixin"]

    seal_place = fields.Integer(
        "Place in the Chain", readonly=True, copy=False, help="1: the member's first statement."
    )

    # === ACTION METHODS === #

    def action_verify_seal(self):
        """Say whether the statement is as it was published, and what is not."""
        self.ensure_one()
        self.check_access("read")
        title = self.env._("Seal of %(statement)s", statement=self.display_name)
        return self._show_breaks(title, self._find_seal_breaks())

    # === BUSINESS METHODS === #

    def verify_seal(self):
        """Return whether all these statements are as they were sealed when they were published.

        :rtype: bool
        """
        self.check_access("read")
        return not self._find_seal_breaks()

    # === HELPERS === #

    def _seal(self):
        """Seal statements that were numbered just now."""
        key_id, sealer = self._get_current_sealer()
        for ids in split_every(STATEMENTS_AT_ONCE, sorted(self.ids)):
            chains = {
                statement_id: (place + 1, seal or FIRST)
                for statement_id, place, seal in self.env.execute_query(
                    sealed_rows.previous_seals(ids)
                )
            }
            rows = [
                (
                    statement_id,
                    *chains[statement_id],
                    sealer.seal(chains[statement_id][1], body),
                    key_id,
                    sealer.keep(body, self._name_of_body(statement_id)),
                )
                for statement_id, body in self._read_bodies(ids)
            ]
            self.env.cr.execute(sealed_rows.write_seals(rows))
        self.invalidate_recordset(SEAL_COLUMNS)

    def _read_bodies(self, ids):
        """Return (id, canonical JSON) of statements as the database holds them now."""
        lines = defaultdict(list)
        for statement_id, line in self.env.execute_query(sealed_rows.lines(ids)):
            lines[statement_id].append(line)
        return [
            (statement_id, from_rows(head, lines[statement_id]))
            for statement_id, head in self.env.execute_query(
                sealed_rows.heads(ids, self._get_sealed_columns())
            )
        ]

    def _get_sealed_columns(self):
        """Override to seal further columns of the head."""
        return (*self._frozen_fields, "date_from", "date_to")

    def _find_seal_breaks(self):
        """Return what is not as it was sealed, in sentences; empty when all is."""
        # sudo: whoever may read a statement may know whether it is what was published
        published_sudo = self.sudo().filtered(lambda statement: statement.state != "draft")
        return published_sudo._compare_seals() + published_sudo._find_broken_links()

    def _compare_seals(self):
        """Compare each statement with its seal and with the copy that was sealed."""
        self.env.flush_all()
        breaks = []
        for ids in split_every(STATEMENTS_AT_ONCE, sorted(self.ids)):
            for statement_id, body in self._read_bodies(ids):
                breaks += self.browse(statement_id)._compare_seal(body)
        return breaks

    def _compare_seal(self, body):
        facts = {"statement": self.number or f"#{self.id}"}
        if not self.seal:
            return [self.env._("%(statement)s has no seal.", **facts)]
        sealed, sealer = self._open_sealed()
        if sealed is None:
            return [self.env._("%(statement)s: the sealed copy is damaged.", **facts)]
        if sealed == body and sealer.seal(self.seal_previous or "", body) == self.seal:
            return []
        return self._explain_difference(sealed, body, facts)

    def _explain_difference(self, sealed, body, facts):
        """Name what differs between what was sealed and what the database holds."""
        old_head, old_lines = read_rows(sealed)
        new_head, new_lines = read_rows(body)
        old = {line["id"]: line for line in old_lines}
        new = {line["id"]: line for line in new_lines}
        said = [
            self.env._(
                "%(statement)s: %(column)s was %(old)s, is %(new)s.",
                column=column,
                old=old_head.get(column),
                new=new_head.get(column),
                **facts,
            )
            for column in _differences(old_head, new_head)
        ]
        said += [
            self.env._("%(statement)s: entry %(entry)s was deleted.", entry=entry, **facts)
            for entry in old.keys() - new.keys()
        ]
        said += [
            self.env._("%(statement)s: entry %(entry)s was added.", entry=entry, **facts)
            for entry in new.keys() - old.keys()
        ]
        said += [
            self._explain_changed_entry(entry, column, (old[entry], new[entry]), facts)
            for entry in old.keys() & new.keys()
            for column in _differences(old[entry], new[entry])
        ]
        return said or [self.env._("%(statement)s: the seal was made anew.", **facts)]

    def _explain_changed_entry(self, entry, column, lines, facts):
        old, new = lines
        return self.env._(
            "%(statement)s: %(column)s of entry %(entry)s was %(old)s, is %(new)s.",
            column=column,
            entry=entry,
            old=old.get(column),
            new=new.get(column),
            **facts,
        )

    def _find_broken_links(self):
        """Return which statements do not follow the one before in their member's chain."""
        self.env.flush_all()
        return [
            self.env._("%(statement)s: the statement before it was deleted.", statement=number)
            if is_missing
            else self.env._(
                "%(statement)s does not follow the statement before it.", statement=number
            )
            for number, is_missing in self.env.execute_query(sealed_rows.broken_links(self.ids))
        ]


def _differences(old, new):
    """Return the names under which two dicts differ."""
    return [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
