"""What the database knows about the levels, regions, members and contacts that a file names."""

from collections import defaultdict

from odoo import fields

from ..queries import adoption
from .distribution_purpose import PURPOSE_SENSITIVE

ADMIN = "distribution_member.group_distribution_admin"
MODELS = {"level": "distribution.level", "region": "distribution.region"}
NAMES = {"level": ("name",), "region": ("name", "complete_name")}


class MemberImportLookups:
    """Each look-up is one query for the whole file."""

    def __init__(self, member_import, lines):
        self.env = member_import.env
        self.company = member_import.company_id
        self.today = fields.Date.context_today(member_import)
        self.places = {field: self._load_places(field) for field in MODELS}
        levels = self.env["distribution.level"].browse(self.places["level"][2])
        self.ranks = {level.id: level.rank for level in levels}
        self.own_region_ids = self._load_own_regions()
        codes = {line.code for line in lines}
        uplines = {line.texts["upline"] for line in lines if "upline" in line.texts}
        self.members = self._load_members(codes | uplines)
        self.visible_ids = self._load_visible(uplines)
        self.codes_elsewhere = self._load_codes_elsewhere(uplines - self.members.keys())
        self.partners = self._load_partners(
            {code for line in lines if (code := line.values.get("credit_code"))}
        )
        self.codes_of_contacts = self._load_codes_of_contacts(
            [line.contact_id for line in lines if line.contact_id]
        )
        self.consenting_ids = self._load_consents(codes)

    def find_place(self, field, text):
        """Return (id, None) of the level or region of that code or name, or (None, reason)."""
        codes, names, _ids = self.places[field]
        key = _key(text)
        if key in codes:
            return codes[key], None
        found = names.get(key, ())
        if len(found) > 1:
            return None, f"ambiguous_{field}"
        return (next(iter(found)), None) if found else (None, f"unknown_{field}")

    def is_own_region(self, region_id):
        """Say whether the user may place members in a region."""
        return self.own_region_ids is None or region_id in self.own_region_ids

    def has_consent(self, member):
        """Say whether a known member agreed to its numbers being kept."""
        return bool(member) and member["id"] in self.consenting_ids

    def find_downlines(self, member_ids):
        """Return (upline id, code, rank) of the direct downline of these members."""
        # sudo: the rank of a downline that the user may not see counts all the same
        downlines = self.env["distribution.member"].sudo().with_context(active_test=False)
        return [
            (member.upline_id.id, member.code, member.level_rank)
            for member in downlines.search([("upline_id", "in", list(member_ids))])
        ]

    # === each one query === #

    def _load_places(self, field):
        """Return ids by code, sets of ids by name in every language, and all ids."""
        records = self.env[MODELS[field]].search([("company_id", "in", [False, self.company.id])])
        # A company's own level or region goes before a shared one of the same code.
        ordered = records.sorted(lambda record: not record.company_id)
        codes = {_key(record.code): record.id for record in reversed(ordered)}
        names = defaultdict(set)
        for lang, _name in self.env["res.lang"].get_installed():
            for record in records.with_context(lang=lang):
                for name in NAMES[field]:
                    names[_key(record[name])].add(record.id)
        return codes, names, records.ids

    def _load_own_regions(self):
        """Return the ids of the regions that the user may place members in; None means all."""
        if self.env.su or self.env.user.has_group(ADMIN):
            return None
        managed = self.env.user.distribution_managed_region_ids
        regions = self.env["distribution.region"].search([("id", "child_of", managed.ids)])
        return set(regions.ids) if managed else set()

    def _load_members(self, codes):
        """Return what is to be known of the company's members by code."""
        # sudo: a code is taken whether or not the user may see who has it
        members = self.env["distribution.member"].sudo().with_context(active_test=False)
        found = members.search(
            [("code", "in", list(codes)), ("company_id", "=", self.company.id)], order="id"
        )
        return {
            member.code: {
                "id": member.id,
                "rank": member.level_rank,
                "region_id": member.region_id.id,
                "date_start": member.date_start,
                "state": member.state,
                "subject_type": member.subject_type,
                "upline_code": member.upline_id.code,
            }
            for member in found
        }

    def _load_visible(self, codes):
        """Return the ids of the uplines that the user may see."""
        ids = [self.members[code]["id"] for code in codes if code in self.members]
        return set(self.env["distribution.member"].search([("id", "in", ids)]).ids)

    def _load_codes_elsewhere(self, codes):
        """Return the codes that members of the user's other companies have."""
        members = self.env["distribution.member"].search(
            [("code", "in", list(codes)), ("company_id", "!=", self.company.id)]
        )
        return set(members.mapped("code"))

    def _load_codes_of_contacts(self, contact_ids):
        """Return the codes of the contacts that are members already, by contact."""
        if not contact_ids:
            return {}
        return dict(
            self.env.execute_query(adoption.members_of_contacts(contact_ids, self.company.id))
        )

    def _load_partners(self, credit_codes):
        """Return (contact id, member code or False) by credit code."""
        # sudo: a regional manager need not see all contacts, yet must not make one twice
        partners = self.env["res.partner"].sudo()
        found = partners.search(
            [
                ("vat", "in", list(credit_codes)),
                ("parent_id", "=", False),
                ("company_id", "in", [False, self.company.id]),
            ]
        )
        found_by_code = defaultdict(list)
        for partner in found:
            member = partner.distribution_member_ids.filtered(
                lambda member: member.company_id == self.company
            )
            found_by_code[partner.vat].append((partner.id, member[:1].code))
        return found_by_code

    def _load_consents(self, codes):
        ids = [self.members[code]["id"] for code in codes if code in self.members]
        # sudo: as above
        members = self.env["distribution.member"].sudo().browse(ids)
        return set(self.env["distribution.consent"]._having(members, PURPOSE_SENSITIVE).ids)


def _key(text):
    """Return a name as it is compared: without case and blanks."""
    return "".join((text or "").casefold().split())
