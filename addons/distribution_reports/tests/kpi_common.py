from datetime import date, timedelta

from odoo import fields
from odoo.addons.distribution_commission.tests.settlement_common import SettlementCommon

# A Wednesday afternoon in Shanghai, of the week from 2 March.
NOW = fields.Datetime.to_datetime("2026-03-04 06:00:00")
TODAY = date(2026, 3, 4)
MONDAY = date(2026, 3, 2)


class KpiCommon(SettlementCommon):
    """The small channel, and ways to put together what is measured, record by record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpis = cls.env["distribution.kpi"]
        cls.values = cls.env["distribution.kpi.value"]
        cls.deliveries = cls.env["distribution.report.delivery"]
        # Around the clock: an hour is an hour.
        cls.company.resource_calendar_id = False
        cls.manager = cls._create_user("kpi_manager", "manager")
        cls.finance = cls._create_user("kpi_finance", "finance")
        cls.admin = cls._create_user("kpi_admin", "admin")
        cls.staff = cls._create_user("kpi_staff", "user")
        cls.north.manager_ids = cls.manager

    def _kpi(self, code):
        return self.kpis.search([("code", "=", code)]).ensure_one()

    def _measure(self, code, day=TODAY):
        """Return (value, records) of a figure over the days that end with one."""
        measured = self._kpi(code)._measure(self.company, day)
        return measured.value, measured.count

    def _assert_records_are_those_measured(self, code, user=None):
        """Fail unless as many records are opened as were measured."""
        kpi = self._kpi(code).with_user(user or self.admin)
        action = kpi.action_open_records()
        found = self.env[action["res_model"]].search_count(action["domain"])
        self.assertEqual(found, self._measure(code)[1])
        return self.env[action["res_model"]].search(action["domain"])

    def _find_bad(self, code):
        action = self._kpi(code).with_user(self.admin).action_open_bad()
        return self.env[action["res_model"]].search(action["domain"])

    def _set(self, record, **values):
        """Write what only the product itself writes, past its guards."""
        self.env.flush_all()
        for name, value in values.items():
            field = record._fields[name]
            assert field.store, name
            query = f'UPDATE {record._table} SET "{name}" = %s WHERE id = ANY(%s)'  # noqa: S608
            self.env.cr.execute(query, [value, record.ids])
        self.env.invalidate_all()

    @classmethod
    def _days_ago(cls, days, hours=0):
        return NOW - timedelta(days=days, hours=hours)

    def _create_application(self, decided, hours):
        application = self.env["distribution.application"].create(
            {
                "applicant_name": "Newcomer",
                "contact_name": "Zhang",
                "phone": "13800000000",
                "email": "zhang@example.com",
                "level_id": self.levels[2].id,
                "region_id": self.north.id,
            }
        )
        self._set(
            application,
            state="rejected",
            date_submitted=decided - timedelta(hours=hours),
            date_decided=decided,
            review_hours=hours,
        )
        return application

    def _create_decided_order(self, decided, hours, member=None):
        order = self.env["sale.order"].create({"partner_id": (member or self.shop).partner_id.id})
        self._set(
            order,
            distribution_submitted_date=decided - timedelta(hours=hours),
            distribution_decided_date=decided,
            approval_hours=hours,
        )
        return order

    def _create_shortage(self, opened, hours, first_action=True, **values):
        product = self._create_product(f"S-{opened:%m%d%H%M}-{hours}")
        alert = self.env["distribution.shortage"].create(
            {
                "company_id": self.company.id,
                "product_id": product.id,
                "warehouse_id": self.env["stock.warehouse"].search([], limit=1).id,
                "opened": opened,
            }
        )
        self._set(
            alert,
            opened=opened,
            response_hours=hours,
            first_action=opened + timedelta(hours=hours) if first_action else None,
            **values,
        )
        return alert
