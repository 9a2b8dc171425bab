from collections import defaultdict

from odoo import fields, models
from odoo.addons.distribution_member.models.encrypted_field import load_key_ring
from odoo.tools import split_every

from ..queries import sealed_rows
from ..statement_seal import FIRST, SealError, chained, decrypt_body, encrypt_body, from_rows
from ..statement_seal import read_rows as read_body

KEY_USE = "seal"
BODY_USE = "seal-body"
STATEMENTS_AT_ONCE = 500
SEAL_COLUMNS = ("seal", "seal_place", "seal_previous", "seal_key", "seal_body")


class DistributionStatementSealMixin(models.AbstractModel):
    """Seals what a statement says, line by line, behind the member's last sealed statement.

    The key is not in the database: who changes rows there cannot make the seal anew.
    """

    _name = "distribution.statement.seal.mixin"
    _description = "Seal of a Statement"

    seal = fields.Char(
        readonly=True,
        copy=False,
        help="HMAC-SHA256 of the seal before and of all that the statement says.",
    )
    seal_place = fields.Integer(
        "Place in the Chain", readonly=True, copy=False, help="1: the member's first statement."
    )
    seal_previous = fields.Char("Seal before", readonly=True, copy=False)
    seal_key = fields.Char("Key of the Seal", readonly=True, copy=False)
    seal_body = fields.Text(
        "Sealed Copy",
        readonly=True,
        copy=False,
        prefetch=False,
        groups="distribution_member.group_distribution_finance",
        help="What was sealed, encrypted with AES-256-GCM.",
    )

    # === ACTION METHODS === #

    def action_verify_seal(self):
        """Say whether the statement is as it was published, and what is not."""
        self.ensure_one()
        breaks = self._find_seal_breaks()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Seal of %(statement)s", statement=self.display_name),
                "message": "\n".join(breaks)
                or self.env._("Nothing was changed since it was published."),
                "type": "danger" if breaks else "success",
                "sticky": bool(breaks),
            },
        }

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
        ring = load_key_ring()
        key = ring.derive(ring.current_id, KEY_USE)
        body_key = ring.derive(ring.current_id, BODY_USE)
        for ids in split_every(STATEMENTS_AT_ONCE, sorted(self.ids)):
            rows = []
            chains = {
                statement_id: (place, seal or FIRST)
                for statement_id, place, seal in self.env.execute_query(
                    sealed_rows.previous_seals(ids)
                )
            }
            for statement_id, body in self._read_bodies(ids):
                place, previous = chains[statement_id]
                rows.append(
                    (
                        statement_id,
                        place + 1,
                        previous,
                        chained(key, previous, body),
                        ring.current_id,
                        encrypt_body(body_key, body, self._name_of_body(statement_id)),
                    )
                )
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

    @staticmethod
    def _name_of_body(statement_id):
        return f"distribution.statement|{statement_id}"

    def _find_seal_breaks(self):
        """Return what is not as it was sealed, in sentences; empty when all is."""
        self.env.flush_all()
        # sudo: whoever may read a statement may know whether it is what was published
        published_sudo = self.sudo().filtered(lambda statement: statement.state != "draft")
        breaks = []
        for ids in split_every(STATEMENTS_AT_ONCE, sorted(published_sudo.ids)):
            for statement_id, body in self._read_bodies(ids):
                breaks += published_sudo.browse(statement_id)._compare_seal(body)
        return breaks + published_sudo._find_broken_links()

    def _compare_seal(self, body):
        """Compare one statement with its seal and with the copy that was sealed."""
        facts = {"statement": self.number or f"#{self.id}"}
        if not self.seal or not self.seal_key:
            return [self.env._("%(statement)s has no seal.", **facts)]
        ring = load_key_ring()
        expected = chained(ring.derive(self.seal_key, KEY_USE), self.seal_previous or "", body)
        try:
            sealed = decrypt_body(
                ring.derive(self.seal_key, BODY_USE),
                self.seal_body or "",
                self._name_of_body(self.id),
            )
        except SealError:
            return [self.env._("%(statement)s: the sealed copy is damaged.", **facts)]
        if expected == self.seal and sealed == body:
            return []
        return self._explain_difference(sealed, body, facts)

    def _explain_difference(self, sealed, body, facts):
        """Name what differs between what was sealed and what the database holds."""
        old_head, old_lines = read_body(sealed)
        new_head, new_lines = read_body(body)
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
        chain = self.search([("member_id", "in", self.member_id.ids), ("seal", "!=", False)])
        by_place = {(seal.member_id.id, seal.seal_place): seal for seal in chain}
        said = []
        for statement in self.filtered("seal"):
            before = by_place.get((statement.member_id.id, statement.seal_place - 1))
            expected = before.seal if before else FIRST
            if statement.seal_place > 1 and not before:
                said.append(
                    self.env._(
                        "%(statement)s: the statement before it was deleted.",
                        statement=statement.number,
                    )
                )
            elif statement.seal_previous != expected:
                said.append(
                    self.env._(
                        "%(statement)s does not follow the statement before it.",
                        statement=statement.number,
                    )
                )
        return said


def _differences(old, new):
    """Return the names under which two dicts differ."""
    return [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
