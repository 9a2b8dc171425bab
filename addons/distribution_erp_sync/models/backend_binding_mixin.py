from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from ..queries import bindings

OVERLAP = timedelta(minutes=5)


class DistributionErpBackendBindingMixin(models.AbstractModel):
    """Who is who here and there."""

    _name = "distribution.erp.backend.binding.mixin"
    _description = "Bindings of a Kingdee ERP"

    # === BUSINESS METHODS === #

    def _find_numbers(self, records):
        """Return {id: number in Kingdee} of records."""
        rows = self.env["distribution.erp.binding"].search_fetch(
            [
                ("backend_id", "=", self.id),
                ("model", "=", records._name),
                ("res_id", "in", records.ids),
            ],
            ["res_id", "external_number"],
        )
        return {row.res_id: row.external_number for row in rows}

    def _find_number(self, record):
        """Return the number of one record in Kingdee, nothing when it is not bound."""
        return self._find_numbers(record).get(record.id)

    def _find_records(self, model, numbers):
        """Return {number in Kingdee: id here} of records that still exist."""
        rows = self.env["distribution.erp.binding"].search_fetch(
            [
                ("backend_id", "=", self.id),
                ("model", "=", model),
                ("external_number", "in", list(numbers)),
            ],
            ["res_id", "external_number"],
        )
        existing = set(self.env[model].browse(rows.mapped("res_id")).exists().ids)
        return {row.external_number: row.res_id for row in rows if row.res_id in existing}

    def _bind_records(self, triples):
        """Bind (record, ID there, number there); return how many bindings are new or changed.

        A record that was bound to another number keeps it: two sides that disagree are for people.
        """
        if not triples:
            return 0
        self.env["distribution.erp.binding"].flush_model()
        rows = self.env.execute_query(
            bindings.bind(
                self.id,
                self.company_id.id,
                triples[0][0]._name,
                [
                    (record.id, str(external or "") or None, number)
                    for record, external, number in triples
                ],
            )
        )
        self.env["distribution.erp.binding"].invalidate_model()
        return rows[0][0]

    def _overlap(self, text):
        """Return a moment of the ERP's clock, as it writes it, some minutes earlier.

        What was committed late there has an earlier time than what was read already.
        """
        moment = datetime.fromisoformat(text) - OVERLAP
        return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")

    def _to_utc(self, text):
        """Return a moment of the ERP's clock in UTC, without a zone, as Odoo keeps moments."""
        local = datetime.fromisoformat(text).replace(microsecond=0, tzinfo=ZoneInfo(self.tz))
        return local.astimezone(UTC).replace(tzinfo=None)
