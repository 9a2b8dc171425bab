"""Make and change the members of the lines that are OK, some hundreds at a time."""

from collections import defaultdict
from datetime import datetime, time

from odoo import fields

from ..queries import member_import as queries
from .distribution_purpose import PURPOSE_SENSITIVE
from .member_changes import find_changes
from .member_import_line_data import read_lines
from .state_machine_mixin import STATE_SENTINEL

# Nobody follows 20,000 new records, and each names its import in its history.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}
# Companies have no parent or children yet, and contacts are made with their company's values: of
# what Odoo copies between the two, contact by contact, nothing would be left to do.
IN_SYNC = {"_partners_skip_fields_sync": True}


class MemberMaker:
    """Makes the members of one import with the rights of the user of its environment."""

    def __init__(self, member_import):
        self.member_import = member_import
        self.env = member_import.env(context={**member_import.env.context, **QUIET})
        self.company = member_import.company_id
        self.reason = self.env._("Imported from %(file)s", file=member_import.name)

    def make(self, rows):
        """Make or change the members of staged rows, and mark their lines."""
        lines = read_lines(self.member_import, rows)
        member_ids = {}
        by_depth = defaultdict(list)
        for line, row in zip(lines, rows, strict=True):
            if line.operation == "create":
                by_depth[row["depth"]].append(line)
        for depth in sorted(by_depth):
            member_ids |= self._create_members(by_depth[depth])
        member_ids |= self._update_members([line for line in lines if line.operation == "update"])
        self.env.flush_all()
        self.env.cr.execute(queries.mark_imported(member_ids))
        self.env.invalidate_all()

    # === new members === #

    def _create_members(self, lines):
        """Make members none of which stands below another; return their ids by line id."""
        partners = self._find_or_create_partners(lines)
        uplines = self._find_members({line.values.get("upline") for line in lines})
        guarded = self.env["distribution.member"].with_context(distribution_state=STATE_SENTINEL)
        members = guarded.create(
            [
                {
                    **self._prepare_member(line),
                    "partner_id": partner.id,
                    "upline_id": uplines.get(line.values.get("upline"), False),
                }
                for line, partner in zip(lines, partners, strict=True)
            ]
        ).with_env(self.env)
        pairs = list(zip(lines, members, strict=True))
        self._record_consents(pairs)
        numbers = {m.id: self._get_numbers(line) for line, m in pairs if line.needs_consent()}
        if numbers:
            members.browse(numbers)._write_first_numbers(numbers)
        self._create_contacts(pairs)
        return {line.id: member.id for line, member in pairs}

    def _prepare_member(self, line):
        values = line.values
        prepared = {
            "code": line.code,
            "company_id": self.company.id,
            "level_id": line.level_id,
            "region_id": line.region_id,
            "date_end": values.get("date_end", False),
            "subject_type": values.get("subject_type", "company"),
            "state": values.get("member_state", "applicant"),
            "date_start": values.get("date_start") or fields.Date.context_today(self.member_import),
        }
        # The numbers of natural persons are written once their consent is on record.
        return prepared if line.needs_consent() else prepared | self._get_numbers(line)

    def _get_numbers(self, line):
        return {
            name: line.values[name] for name in ("bank_account", "id_number") if name in line.values
        }

    def _find_or_create_partners(self, lines):
        """Return the contact of each line: the one that has its credit code, or a new one."""
        fresh = [line for line in lines if not line.partner_id]
        created = self._make_partners([self._prepare_partner(line) for line in fresh])
        ids = {line.id: partner.id for line, partner in zip(fresh, created, strict=True)}
        return self.env["res.partner"].browse(ids.get(line.id, line.partner_id) for line in lines)

    def _prepare_partner(self, line):
        values = line.values
        return {
            "name": values["name"],
            "is_company": values.get("subject_type") != "person",
            "vat": values.get("credit_code", False),
            "phone": values.get("phone", False),
            "email": values.get("email", False),
            **self._prepare_shared(line),
        }

    def _prepare_shared(self, line):
        """Return what a contact person has from its company."""
        shared = {
            "street": line.values.get("street", False),
            "country_id": self.company.country_id.id,
        }
        pricelist = self.env["distribution.level"].browse(line.level_id).pricelist_id
        if pricelist:
            shared["specific_property_product_pricelist"] = pricelist.id
        return shared

    def _create_contacts(self, pairs):
        """Make the contact persons, with the values they have from their companies."""
        named = [
            (line, member)
            for line, member in pairs
            if line.values.get("contact") and not line.partner_id
        ]
        self._make_partners(
            [
                {
                    "name": line.values["contact"],
                    "parent_id": member.partner_id.id,
                    "type": "contact",
                    "lang": member.partner_id.sudo().lang,  # sudo: as above
                    "vat": line.values.get("credit_code", False),
                    **self._prepare_shared(line),
                }
                for line, member in named
            ]
        )

    def _make_partners(self, vals_list):
        # sudo: who may place members need not have the right to edit contacts
        partner_model = self.env["res.partner"].sudo().with_company(self.company)
        partners = partner_model.with_context(**IN_SYNC).create(vals_list)
        # They come without a picture: there are no smaller ones to make of it.
        for field in partners._fields.values():
            if isinstance(field, fields.Image) and field.compute:
                self.env.remove_to_compute(field, partners)
        return partners

    def _find_members(self, codes):
        """Return the ids of members that the user may see, by code."""
        members = self.env["distribution.member"].search_fetch(
            [
                ("code", "in", [code for code in codes if code]),
                ("company_id", "=", self.company.id),
            ],
            ["code"],
        )
        return {member.code: member.id for member in members}

    def _record_consents(self, pairs):
        """Keep the consents that the lines say were signed on paper."""
        by_day = defaultdict(list)
        for line, member in pairs:
            if line.values.get("consent_date"):
                by_day[line.values["consent_date"]].append(member.id)
        if not by_day:
            return
        consents = self.env["distribution.consent"]
        purpose = self.env["distribution.purpose"]._find(PURPOSE_SENSITIVE)
        texts = self.env["distribution.consent.text"]._find_in_force(purpose, company=self.company)
        for day, member_ids in sorted(by_day.items()):
            members = self.env["distribution.member"].browse(member_ids)
            moment = datetime.combine(day, time())
            consents._give(members, texts, "import", evidence=self.reason, date=moment)

    # === members that exist === #

    def _update_members(self, lines):
        members = self._find_members({line.code for line in lines})
        for line in lines:
            member = self.env["distribution.member"].browse(members[line.code])
            changes, _finding = find_changes(member, line)
            self._record_consents([(line, member)] if changes.get("numbers") else [])
            self._apply_changes(line, member, changes)
        return {line.id: members[line.code] for line in lines}

    def _apply_changes(self, line, member, changes):
        member.check_access("write")
        if partner_values := changes.get("partner"):
            member.partner_id.sudo().write(partner_values)  # sudo: as above
        member_values = changes.get("member", {}) | changes.get("numbers", {})
        if member_values:
            member.write(member_values)
        self._move(member, changes)
        if "contact" in changes:
            self.env["res.partner"].sudo().create(  # sudo: as above
                {"name": changes["contact"], "parent_id": member.partner_id.id}
            )

    def _move(self, member, changes):
        """Change level and upline in the order in which the rank falls all the time."""
        day = max(fields.Date.context_today(member), member.date_start)
        level = self.env["distribution.level"].browse(changes.get("level", []))
        steps = []
        if level:
            steps.append(lambda: member.change_level(level.id, day, self.reason))
        if "upline" in changes:
            upline_id = self._find_members({changes["upline"]}).get(changes["upline"], False)
            steps.append(lambda: member.change_upline(upline_id, day, self.reason))
        # Who comes closer to the manufacturer needs the new upline first.
        for step in steps if level.rank > member.level_rank else reversed(steps):
            step()
