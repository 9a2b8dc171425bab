from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date


class DistributionReturnLimitsMixin(models.AbstractModel):
    """Whether a return is in time and within the quota, with the figures of that day."""

    _name = "distribution.return.limits.mixin"
    _description = "Limits of a Return"

    distribution_currency_id = fields.Many2one("res.currency")
    distribution_delivered_date = fields.Date("Delivered on", readonly=True, copy=False)
    distribution_window_days = fields.Integer(
        "Return Window (Days)",
        readonly=True,
        copy=False,
        help="Of the member's level when the return was asked for. 0: not limited.",
    )
    distribution_age_days = fields.Integer(
        "Days since Delivery",
        readonly=True,
        copy=False,
        help="From the delivery to the day on which the return was asked for.",
    )
    distribution_quota_allowed = fields.Monetary(
        "Quota", readonly=True, copy=False, currency_field="distribution_currency_id"
    )
    distribution_quota_used = fields.Monetary(
        "Quota Used",
        readonly=True,
        copy=False,
        currency_field="distribution_currency_id",
        help="Asked for in the period, this request included.",
    )
    distribution_quota_date = fields.Date(
        "Quota since", readonly=True, copy=False, help="Empty: the level has no quota."
    )
    distribution_is_late = fields.Boolean("After the Return Window", readonly=True, copy=False)
    distribution_is_over_quota = fields.Boolean("Over the Quota", readonly=True, copy=False)
    distribution_limits_text = fields.Text(
        "What Speaks against It",
        compute="_compute_distribution_limits_text",
        compute_sudo=True,
        help="With the figures of the moment it was asked for.",
    )

    # === COMPUTE METHODS === #

    @api.depends("distribution_is_late", "distribution_is_over_quota")
    @api.depends_context("lang")
    def _compute_distribution_limits_text(self):
        for rma in self:
            rma.distribution_limits_text = "\n".join(rma._list_limits_passed()) or False

    def _list_limits_passed(self):
        """Return a sentence, with its figures, for each limit that the return passes."""
        self.ensure_one()
        sentences = []
        if self.distribution_is_late:
            sentences.append(
                self.env._(
                    "Delivered on %(date)s, %(age)s days ago. Returns are taken up to %(days)s days"
                    " after the delivery.",
                    date=format_date(self.env, self.distribution_delivered_date),
                    age=self.distribution_age_days,
                    days=self.distribution_window_days,
                )
            )
        if self.distribution_is_over_quota:
            currency = self.distribution_currency_id
            before = self.distribution_quota_used - self._get_request_amount()
            sentences.append(
                self.env._(
                    "Return quota since %(date)s: %(allowed)s allowed, %(used)s used, %(left)s"
                    " left. This request is for %(amount)s.",
                    date=format_date(self.env, self.distribution_quota_date),
                    allowed=format_amount(self.env, self.distribution_quota_allowed, currency),
                    used=format_amount(self.env, before, currency),
                    left=format_amount(
                        self.env, max(0.0, self.distribution_quota_allowed - before), currency
                    ),
                    amount=format_amount(self.env, self._get_request_amount(), currency),
                )
            )
        return sentences

    # === BUSINESS METHODS === #

    def _judge_limits(self):
        """Note where returns stand; refuse what passes a limit where the company says so.

        Called as superuser, under the lock of the members. What was delivered short or damaged is
        no return of the member's making.
        """
        own = self.filtered(lambda rma: rma.distribution_kind == "return")
        for member, rmas in own.grouped("distribution_member_id").items():
            quota = member._find_return_quota()
            for rma in rmas:
                rma.write({**rma._judge_window(member.level_id), **rma._judge_quota(quota)})
            refused = rmas.filtered(
                lambda rma: (
                    rma.company_id.distribution_return_over == "refuse"
                    and (rma.distribution_is_late or rma.distribution_is_over_quota)
                )
            )
            if refused:
                sentences = [
                    f"{rma.product_id.display_name}: {text}"
                    for rma in refused
                    for text in rma._list_limits_passed()
                ]
                raise UserError("\n".join(sentences))

    # === HELPERS === #

    def _judge_window(self, level):
        """Return the values that say whether the return is in time."""
        self.ensure_one()
        if not self.move_id:
            return {}
        here = self.with_context(
            tz=self.env["distribution.level.rule.line"]._get_measure_tz(self.company_id)
        )
        delivered = fields.Datetime.context_timestamp(here, self.move_id.date).date()
        asked = fields.Datetime.context_timestamp(here, self.date).date()
        age = (asked - delivered).days
        return {
            "distribution_delivered_date": delivered,
            "distribution_age_days": age,
            "distribution_window_days": level.return_days,
            "distribution_is_late": bool(level.return_days) and age > level.return_days,
        }

    def _judge_quota(self, quota):
        """Return the values that say where the quota stands, with the whole request in it."""
        if not quota:
            return {}
        return {
            "distribution_quota_allowed": quota.allowed,
            "distribution_quota_used": quota.used,
            "distribution_quota_date": quota.date_from,
            "distribution_is_over_quota": self.distribution_currency_id.compare_amounts(
                quota.used, quota.allowed
            )
            > 0,
        }

    def _get_request_amount(self):
        """Return what the lines of the same request come to."""
        self.ensure_one()
        same = self.search(
            [
                ("distribution_request", "=", self.distribution_request),
                ("distribution_member_id", "=", self.distribution_member_id.id),
            ]
        )
        return sum(same.mapped("distribution_amount"))
