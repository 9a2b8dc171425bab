import csv
import io
import json
import zipfile

from odoo import fields, models

# Signs that make a spreadsheet take a text for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class DistributionMemberExportMixin(models.AbstractModel):
    """Everything that is kept about a member, for the member: to read and to take along."""

    _name = "distribution.member.export.mixin"
    _description = "Copy of a Member's Data"

    # === BUSINESS METHODS === #

    def _build_export(self):
        """Return a ZIP with all data as one JSON file, and each section as CSV."""
        self.ensure_one()
        sections = self._get_export_sections()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            text = json.dumps(
                {"exported": fields.Datetime.to_string(fields.Datetime.now()), **sections},
                ensure_ascii=False,
                indent=1,
                default=str,
            )
            archive.writestr("data.json", text)
            for name, rows in sections.items():
                archive.writestr(f"{name}.csv", self._build_csv(rows))
        self.env["distribution.audit"]._record("export_personal", self, new_value="zip")
        return packed.getvalue()

    def _get_export_sections(self):
        """Return what is kept about the member: section name to rows (dicts of plain values).

        Override to add a section of your addon, e.g. orders or statements.
        """
        self.ensure_one()
        # sudo: the caller has checked that it is the member who asks; the data are its own
        member_sudo = self.sudo()
        persons = member_sudo._get_persons()
        return {
            "member": [member_sudo._prepare_export_row()],
            "contacts": [self._prepare_person(person) for person in persons],
            "upline_history": [
                {"from": row.date_from, "to": row.date_to, "upline": row.upline_id.name}
                for row in member_sudo.upline_history_ids
            ],
            "status_history": [
                {"from": row.date_from, "to": row.date_to, "state": row.state}
                for row in member_sudo.status_history_ids
            ],
            "consents": [self._prepare_consent(row) for row in member_sudo.consent_ids],
            "requests": [
                {
                    "number": row.name,
                    "kind": row.kind,
                    "date": row.date,
                    "state": row.state,
                    "asked": row.description,
                    "answer": row.outcome,
                }
                for row in self.env["distribution.privacy.request"]
                .sudo()  # as above
                .search([("member_id", "=", self.id)])
            ],
            "who_saw_what": member_sudo._build_sightings(),
        }

    def _build_sightings(self):
        """Return who saw data of the member, as the member may know it."""
        self.ensure_one()
        with_names = self.company_id.distribution_show_staff_names
        labels = dict(
            self.env["distribution.audit"]._fields["action"]._description_selection(self.env)
        )
        return [
            {
                "date": row.date,
                "who": row.user_id.name if with_names else row.user_id._get_distribution_role(),
                "what": labels[row.action],
                "value": row.new_value,
                "reason": row.reason,
            }
            for row in self._get_sightings()
            if not row.is_refused and row.user_id.commercial_partner_id != self.partner_id
        ]

    # === HELPERS === #

    def _prepare_export_row(self):
        return {
            "code": self.code,
            "name": self.name,
            "level": self.level_id.name,
            "region": self.region_id.name,
            "upline": self.upline_id.name,
            "state": self.state,
            "subject_type": self.subject_type,
            "member_since": self.date_start,
            "authorised_until": self.date_end,
            "referral_code": self.referral_code,
            # Masked here too: the copy lies in the mail and on the phone of whoever downloads it.
            "bank_account": self.bank_account,
            "id_number": self.id_number,
        }

    def _prepare_person(self, person):
        return {
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "function": person.function,
            "street": person.street,
            "street2": person.street2,
            "city": person.city,
            "zip": person.zip,
            "province": person.state_id.name,
            "vat": person.vat,
            "logins": ", ".join(person.user_ids.mapped("login")),
        }

    def _prepare_consent(self, consent):
        return {
            "purpose": consent.purpose_id.name,
            "version": consent.version,
            "text": consent.text_id.body,
            "sha256": consent.sha256,
            "given": consent.date,
            "channel": consent.channel,
            "address": consent.address,
            "browser": consent.user_agent,
            "ended": consent.date_end,
            "how_it_ended": consent.end_kind,
        }

    def _build_csv(self, rows):
        """Return rows as CSV for spreadsheets: byte order mark first, no text taken for code."""
        written = io.StringIO()
        if rows:
            writer = csv.DictWriter(written, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(
                {key: self._plain(value) for key, value in row.items()} for row in rows
            )
        return "\ufeff" + written.getvalue()

    def _plain(self, value):
        text = "" if value is False or value is None else str(value)
        return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
