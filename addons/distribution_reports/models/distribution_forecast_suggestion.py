from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

# A rhythm needs some orders to be seen; somebody is late after twice the usual time, and a bit.
ORDERS_MIN = 4
LATE_FACTOR = 2.0
LATE_DAYS_MIN = 14
LOOKED_BACK_DAYS = 365


class DistributionForecastSuggestion(models.Model):
    """What to do about a forecast: goods to stock up, members to call."""

    _name = "distribution.forecast.suggestion"
    _description = "Suggestion of a Forecast"
    _order = "kind, weight desc, id"

    run_id = fields.Many2one(
        "distribution.forecast.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    is_current = fields.Boolean("Current", related="run_id.is_current")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period = fields.Selection(related="run_id.period", store=True)
    kind = fields.Selection(
        [("stock", "Stock Up"), ("drop", "Call: Sales Fell"), ("silent", "Call: No Order")],
        required=True,
        readonly=True,
    )
    weight = fields.Float(readonly=True, aggregator=None, help="The higher, the more is at stake.")
    member_id = fields.Many2one("distribution.member", index="btree_not_null", readonly=True)
    region_id = fields.Many2one(
        "distribution.region", index="btree_not_null", readonly=True, help="That of the member."
    )
    product_id = fields.Many2one("product.product", index="btree_not_null", readonly=True)
    expected = fields.Float(
        aggregator=None,
        readonly=True,
        digits=(16, 2),
        help="Quantity forecast for the next period, or the amount that was expected of the last.",
    )
    found = fields.Float(
        "Present",
        aggregator=None,
        readonly=True,
        digits=(16, 2),
        help="Free stock and what is on its way, or what was sold in the last period.",
    )
    missing = fields.Float(
        readonly=True,
        aggregator=None,
        digits=(16, 2),
        help="What is expected less what is present.",
    )
    date_last = fields.Date("Last Order", readonly=True)
    rhythm_days = fields.Float(
        "Usual Days",
        readonly=True,
        aggregator=None,
        digits=(16, 1),
        help="Days from order to order, on average.",
    )
    reason = fields.Text(compute="_compute_reason")

    # === COMPUTE METHODS === #

    @api.depends("kind", "expected", "found", "missing", "date_last", "rhythm_days")
    @api.depends_context("lang")
    def _compute_reason(self):
        for row in self:
            row.reason = row._explain()

    @api.depends("kind", "member_id", "product_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            subject = row.member_id or row.product_id
            row.display_name = f"{labels.get(row.kind, '')}: {subject.display_name or ''}"

    # === ACTION METHODS === #

    def action_open_subject(self):
        """Open the member or the product."""
        self.ensure_one()
        subject = self.member_id or self.product_id
        return {
            "type": "ir.actions.act_window",
            "res_model": subject._name,
            "res_id": subject.id,
            "views": [(False, "form")],
        }

    def action_open_forecast(self):
        """Open the forecast of the member or the product."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_forecast_action"
        )
        subject = "member_id" if self.member_id else "product_id"
        domain = [
            ("run_id", "=", self.run_id.id),
            (subject, "=", self[subject].id),
            ("measure", "=", "amount" if self.member_id else "quantity"),
        ]
        return {**action, "domain": domain, "context": {}}

    # === BUSINESS METHODS === #

    @api.model
    def _prepare_stock(self, run, counted):
        """Return rows for goods of which more is expected to go than there is and comes.

        :param counted: outcomes of quantities by series key (product:9/quantity)
        """
        expected = {
            int(key.partition("/")[0].partition(":")[2]): outcome.steps[0].value
            for key, outcome in counted.items()
            if outcome.steps
        }
        products = (
            self.env["product.product"]
            .search([("id", "in", list(expected)), ("is_storable", "=", True)], order="id")
            .with_company(run.company_id)
            .with_context(allowed_company_ids=run.company_id.ids)
        )
        rows = []
        for product in products:
            found = product.free_qty + product.incoming_qty
            missing = expected[product.id] - found
            if product.uom_id.compare(missing, 0.0) > 0:
                rows.append(
                    {
                        **self._prepare_row(run, "stock", missing * product.lst_price),
                        "product_id": product.id,
                        "expected": expected[product.id],
                        "found": found,
                        "missing": missing,
                    }
                )
        return rows

    @api.model
    def _prepare_calls(self, run, until, members, outcomes):
        """Return rows for members who sold less than was to be expected, or stopped ordering.

        :param members: subjects of the engine
        """
        rows, active = [], self._find_active(members)
        rhythms = self._read_rhythms(run)
        today = run.company_id._get_distribution_today()
        for subject in members:
            member = active.get(int(subject.key.partition(":")[2]))
            if not member:
                continue
            about = {"member_id": member.id, "region_id": member.region_id.id}
            found = subject.series.values[-1] if subject.series.values else 0.0
            outcome = outcomes[subject.key]
            last, rhythm = rhythms.get(member, (None, 0.0))
            if last and (today - last).days > max(LATE_FACTOR * rhythm, rhythm + LATE_DAYS_MIN):
                average = sum(subject.series.values[-12:]) / 12
                about.update(date_last=last, rhythm_days=rhythm, expected=average)
                rows.append({**self._prepare_row(run, "silent", average), **about})
            elif outcome.steps and found < outcome.last_low:
                missing = outcome.last_expected - found
                about.update(expected=outcome.last_expected, found=found, missing=missing)
                rows.append({**self._prepare_row(run, "drop", missing), **about})
        return rows

    # === HELPERS === #

    def _prepare_row(self, run, kind, weight):
        return {
            "run_id": run.id,
            "company_id": run.company_id.id,
            "kind": kind,
            "weight": weight,
        }

    def _find_active(self, members):
        ids = [int(subject.key.partition(":")[2]) for subject in members]
        found = self.env["distribution.member"].search(
            [("id", "in", ids), ("state", "=", "active")], order="id"
        )
        return {member.id: member for member in found}

    def _read_rhythms(self, run):
        """Return {member: (day of the last order, mean days from order to order)}."""
        today = run.company_id._get_distribution_today()
        rows = self.env["distribution.sales.report"]._read_group(
            [
                ("company_id", "=", run.company_id.id),
                ("quantity", ">", 0),
                ("date", ">=", today - timedelta(days=LOOKED_BACK_DAYS)),
            ],
            ["member_id"],
            ["date:min", "date:max", "order_id:count_distinct"],
        )
        return {
            member: (last, (last - first).days / (count - 1))
            for member, first, last, count in rows
            if count >= ORDERS_MIN
        }

    def _explain(self):
        """Return the reason as a sentence."""
        self.ensure_one()

        def number(value):
            return formatLang(self.env, value, digits=2)

        if self.kind == "stock":
            return self.env._(
                "%(expected)s are expected to be sold in the next period; %(found)s are free or on"
                " their way: %(missing)s are missing.",
                expected=number(self.expected),
                found=number(self.found),
                missing=number(self.missing),
            )
        if self.kind == "drop":
            return self.env._(
                "Bought for %(found)s in the last period, where %(expected)s were expected: below"
                " the interval of the forecast.",
                found=number(self.found),
                expected=number(self.expected),
            )
        return self.env._(
            "The last order was on %(day)s; usually one comes every %(days)s days.",
            day=format_date(self.env, self.date_last),
            days=formatLang(self.env, self.rhythm_days, digits=1),
        )
