from odoo import api, fields, models
from odoo.tools import format_date

from ..commission_terms import format_rate

TERMS_SHOWN = (
    *("name", "date_from", "date_to", "trigger", "base", "max_depth", "on_inactive"),
    *("payout_cap", "hold_days", "cycle_id", "currency_id", "legal_basis"),
)
RULE_SHOWN = (
    *("kind", "depth", "rate", "fixed_amount", "level_id", "member_id", "product_id", "categ_id"),
    *("region_id", "buyer_level_id", "min_quantity", "min_amount", "max_amount", "period_cap"),
    *("measure", "measure_period", "tier_mode", "target_amount", "date_from", "date_to"),
    "sequence",
)


class DistributionCommissionPlanDifferenceMixin(models.AbstractModel):
    """What a version of a plan changes: terms, rules and tiers, each old beside new."""

    _name = "distribution.commission.plan.difference.mixin"
    _description = "Difference between Versions of a Plan"

    difference = fields.Html(
        "Difference to the Version Before", compute="_compute_difference", sanitize=False
    )

    # === COMPUTE METHODS === #

    @api.depends("previous_id", "rule_ids", *TERMS_SHOWN)
    @api.depends_context("lang")
    def _compute_difference(self):
        for plan in self:
            plan.difference = bool(plan.previous_id) and self.env["ir.qweb"]._render(
                "distribution_commission.plan_difference",
                {
                    "plan": plan,
                    "previous": plan.previous_id,
                    "terms": plan._compare(plan.previous_id, plan, TERMS_SHOWN),
                    "rules": plan._compare_rules(),
                },
            )

    # === ACTION METHODS === #

    def action_show_difference(self):
        """Show what this version changes."""
        self.ensure_one()
        self.check_access("read")
        view = self.env.ref("distribution_commission.distribution_commission_plan_view_difference")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(new)s compared with %(old)s",
                new=f"v{self.version}",
                old=f"v{self.previous_id.version}" if self.previous_id else "",
            ),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    # === HELPERS === #

    def _compare_rules(self):
        """Return the rules that differ: dicts of `status`, `name` and the rows that changed."""
        self.ensure_one()
        kept = self.rule_ids.filtered(lambda rule: rule.previous_id in self.previous_id.rule_ids)
        found = []
        gone, new = self.previous_id.rule_ids - kept.previous_id, self.rule_ids - kept
        for rule in gone:
            rows = self._compare_tiers(rule, rule.browse())
            found.append({"status": "removed", **self._describe_rule(rule), "rows": rows})
        for rule in new:
            rows = self._compare_tiers(rule.browse(), rule)
            found.append({"status": "added", **self._describe_rule(rule), "rows": rows})
        for rule in kept:
            rows = self._compare(rule.previous_id, rule, RULE_SHOWN)
            rows += self._compare_tiers(rule.previous_id, rule)
            if rows:
                found.append({"status": "changed", "name": rule.name, "rows": rows})
        return found

    def _describe_rule(self, rule):
        return {"name": rule.name, "text": rule.sentence}

    def _compare(self, old, new, names):
        """Return the fields that differ: dicts of `label`, `old` and `new` as people read them."""
        rows = []
        for name in names:
            before, after = self._write_value(old, name), self._write_value(new, name)
            if before != after:
                label = new._fields[name]._description_string(self.env)
                rows.append({"label": label, "old": before, "new": after})
        return rows

    def _compare_tiers(self, old, new):
        """Return the tiers that were added, removed or changed, in the order of their bounds.

        One of the rules may be empty: all tiers of the other were added, or removed.
        """
        currency = (new or old).currency_id
        before = {tier.threshold: tier.rate for tier in old.tier_ids}
        after = {tier.threshold: tier.rate for tier in new.tier_ids}

        def write(rates, bound):
            return f"{format_rate(rates[bound])} %" if bound in rates else ""

        return [
            {
                "label": self.env._("Tier from %(bound)s", bound=currency.format(bound)),
                "old": write(before, bound),
                "new": write(after, bound),
            }
            for bound in sorted({*before, *after})
            if before.get(bound) != after.get(bound)
        ]

    def _write_value(self, record, name):
        """Return a value as people read it; empty where there is none."""
        field, value = record._fields[name], record[name]
        if field.type == "many2one":
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "date":
            return format_date(self.env, value) if value else ""
        if field.type == "monetary":
            return record.currency_id.format(value) if value else ""
        if field.type == "float":
            return format_rate(value)
        return str(value or "") if field.type in ("char", "text") else str(value)
