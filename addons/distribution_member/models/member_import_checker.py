"""Say of every line of a file of members what would become of it."""

from collections import defaultdict

from ..member_files import Finding, build_tree
from .member_changes import find_changes
from .member_import_lookups import MemberImportLookups
from .member_import_reader import SENSITIVE


class MemberImportChecker:
    """Judges the lines of one import by what they say together and by what the database says."""

    def __init__(self, member_import, lines):
        self.member_import = member_import
        self.env = member_import.env
        self.lines = lines
        self.found = MemberImportLookups(member_import, lines)
        self.line_of_code = {}
        self.line_of_credit_code = {}

    def check(self):
        """Give every line its verdict."""
        self._index_lines()
        steps = (
            self._find_known_contact,
            self._find_duplicate,
            self._find_place_fault,
            self._find_member_fault,
            self._find_credit_code_fault,
            self._find_upline_fault,
            self._find_rank_fault,
            self._find_date_fault,
            self._find_consent_fault,
        )
        # Each step sees what the ones before have found out about all lines.
        for step in steps:
            for line in self.lines:
                if not line.finding:
                    line.finding = step(line)
        self._find_downline_faults()
        self._judge_updates()
        self._spread_errors()

    # === what the lines say together === #

    def _index_lines(self):
        for line in self.lines:
            if line.code:
                self.line_of_code.setdefault(line.code, line)
            if code := line.values.get("credit_code"):
                self.line_of_credit_code.setdefault(code, line)
        self.tree = build_tree(
            {code: line.texts.get("upline") or "" for code, line in self.line_of_code.items()}
        )
        for line in self.lines:
            line.depth = self.tree.depths.get(line.code, 0)

    def _find_known_contact(self, line):
        """Leave out the customer who is a member already."""
        code = self.found.codes_of_contacts.get(line.contact_id)
        if not code:
            return None
        line.state = "skipped"
        return Finding("already_member", culprit=code)

    def _find_duplicate(self, line):
        first = self.line_of_code[line.code]
        if first is not line:
            return Finding("duplicate_line", "code", str(first.number))
        first = self.line_of_credit_code.get(line.values.get("credit_code"), line)
        if first is not line:
            return Finding("duplicate_credit_line", "credit_code", str(first.number))
        if circle := self.tree.cycle_of.get(line.code):
            return Finding("cycle", "upline", " → ".join([*circle, circle[0]]))
        return None

    # === what the database says === #

    def _find_place_fault(self, line):
        """Find the level and the region."""
        for field in ("level", "region"):
            record_id, reason = self.found.find_place(field, line.values[field])
            if reason:
                return Finding(reason, field, line.values[field])
            setattr(line, f"{field}_id", record_id)
        line.rank = self.found.ranks[line.level_id]
        if not self.found.is_own_region(line.region_id):
            return Finding("region_not_yours", "region", line.values["region"])
        return None

    def _find_member_fault(self, line):
        """Find out whether the line makes a member or changes one."""
        line.member = self.found.members.get(line.code)
        line.operation = "update" if line.member else "create"
        if not line.member:
            masked = [name for name in SENSITIVE if line.is_masked(name)]
            return Finding("masked", masked[0]) if masked else None
        if self.member_import.on_existing == "refuse":
            return Finding("existing_member", "code")
        if not self.found.is_own_region(line.member["region_id"]):
            return Finding("region_not_yours", "region", line.code)
        return None

    def _find_credit_code_fault(self, line):
        """Find the contact that has the credit code already."""
        if line.contact_id:
            line.partner_id = line.contact_id
            return None
        code = line.values.get("credit_code")
        partners = self.found.partners.get(code, ()) if code else ()
        for _partner_id, member_code in partners:
            if member_code and member_code != line.code:
                return Finding("existing_credit_code", "credit_code", member_code)
        if line.member or not partners:
            return None
        if len(partners) > 1:
            return Finding("ambiguous_contact", "credit_code", code)
        line.partner_id = partners[0][0]
        return None

    def _find_upline_fault(self, line):
        code = line.values.get("upline")
        if not code or code in self.line_of_code and not self.found.members.get(code):
            return None
        upline = self.found.members.get(code)
        if upline and upline["id"] in self.found.visible_ids:
            is_left = upline["state"] == "terminated"
            return Finding("upline_terminated", "upline", code) if is_left else None
        elsewhere = code in self.found.codes_elsewhere
        return Finding("upline_elsewhere" if elsewhere else "unknown_upline", "upline", code)

    def _find_rank_fault(self, line):
        rank, name = self._find_upline_rank(line)
        if rank is None or rank < line.rank:
            return None
        return Finding("rank_not_falling", "upline", f"{name} ({rank}) → {line.code} ({line.rank})")

    def _find_upline_rank(self, line):
        """Return rank and code of the upline as they would be after the import."""
        code = line.values.get("upline") or (line.member or {}).get("upline_code")
        above = self.line_of_code.get(code)
        if above and above.rank:
            return above.rank, code
        member = self.found.members.get(code)
        return (member["rank"], code) if member else (None, code)

    def _find_date_fault(self, line):
        """Refuse an upline that was not there yet when the member joined."""
        code = line.values.get("upline")
        above = self.line_of_code.get(code)
        upline = self.found.members.get(code)
        started = (upline or {}).get("date_start")
        if above and not upline:
            started = above.values.get("date_start") or self.found.today
        own = line.values.get("date_start") or self.found.today
        if line.operation == "create" and started and started > own:
            return Finding("upline_joined_later", "date_start", str(started))
        return None

    def _find_consent_fault(self, line):
        values = line.values
        signed = values.get("consent_date")
        if signed and signed > self.found.today:
            return Finding("consent_in_future", "consent_date")
        if line.needs_consent() and not signed and not self.found.has_consent(line.member):
            return Finding("no_consent", "consent_date")
        return None

    def _find_downline_faults(self):
        """Refuse a new level that the members below, who are in no line, would stand above."""
        moved = {
            line.member["id"]: line
            for line in self.lines
            if line.member and not line.finding and line.member["rank"] != line.rank
        }
        for upline_id, code, rank in self.found.find_downlines(moved):
            line = moved[upline_id]
            if code not in self.line_of_code and rank <= line.rank:
                culprit = f"{line.code} ({line.rank}) → {code} ({rank})"
                line.finding = Finding("rank_not_falling", "level", culprit)

    # === what becomes of them === #

    def _judge_updates(self):
        """Leave out the lines that would change nothing."""
        updates = [line for line in self.lines if line.member and not line.finding]
        members = self.env["distribution.member"].browse(line.member["id"] for line in updates)
        for line, member in zip(updates, members, strict=True):
            changes, line.finding = find_changes(member, line)
            if not line.finding and not changes:
                line.finding = Finding("unchanged")
                line.state = "skipped"

    def _spread_errors(self):
        """Hold back the new members whose upline is not made."""
        by_depth = defaultdict(list)
        for line in self.lines:
            by_depth[line.depth].append(line)
        for depth in sorted(by_depth):
            for line in by_depth[depth]:
                above = self.line_of_code.get(line.values.get("upline"))
                if not line.finding and above and above.finding and not above.member:
                    line.finding = Finding("upline_has_error", "upline", str(above.number))
                if line.finding and line.state != "skipped":
                    line.state = "error"
