from collections import defaultdict

from odoo import models
from odoo.tools import float_repr, format_amount, format_date


def _format_number(value):
    """Return a quantity without the decimals it does not need.

    >>> _format_number(3.0), _format_number(0.125)
    ('3', '0.125')
    """
    return float_repr(value, 6).rstrip("0").rstrip(".")


class DistributionEntryExplanationMixin(models.AbstractModel):
    """Why an entry is this amount, in one sentence that recomputes by hand."""

    _name = "distribution.entry.explanation.mixin"
    _description = "Explanation of Entries"

    # === COMPUTE METHODS === #

    def _compute_given_before(self):
        """Add up the earlier entries of each rule, member and period, all of them by one query."""
        bonuses = self.filtered("period_start")
        sums = defaultdict(list)
        groups = (
            self._read_group(
                [
                    ("rule_id", "in", bonuses.rule_id.ids),
                    ("member_id", "in", bonuses.member_id.ids),
                    ("period_start", "in", list(set(bonuses.mapped("period_start")))),
                ],
                ["rule_id", "member_id", "period_start:day", "sequence"],
                ["amount:sum"],
            )
            if bonuses
            else []
        )
        for rule, member, period, sequence, amount in groups:
            sums[rule.id, member.id, period].append((sequence, amount))
        for entry in self:
            earlier = sums.get((entry.rule_id.id, entry.member_id.id, entry.period_start), [])
            entry.given_before = sum(
                amount for sequence, amount in earlier if sequence < entry.sequence
            )

    # === HELPERS === #

    def _explain(self):
        """Say in one sentence why it is this amount; every figure in it recomputes by hand."""
        self.ensure_one()
        # sudo: a distributor may not read rules and foreign orders, but may know the why.
        entry_sudo = self.sudo()
        facts = entry_sudo._prepare_facts()
        if entry_sudo.origin_id:
            sentence = entry_sudo._explain_reversal(facts)
        else:
            sentence = entry_sudo._explain_earning(facts)
        notes = [entry_sudo._explain_cap(facts), entry_sudo._explain_loser(facts)]
        return " ".join([sentence, *filter(None, notes)])

    def _explain_earning(self, facts):
        """Override to explain entries of further kinds."""
        if self.period_start:
            return self._explain_bonus(facts)
        if self.fixed_amount:
            return self.env._(
                "Order %(order)s line %(line)s of %(day)s, %(product)s: %(quantity)s × %(fixed)s ="
                " %(amount)s (%(plan)s, %(rule)s).",
                **facts,
            )
        if self.kind == "differential":
            return self.env._(
                "Order %(order)s line %(line)s of %(day)s, %(product)s: %(base)s × (own rate less"
                " the highest below: %(rate)s %%) = %(amount)s (%(plan)s, %(rule)s).",
                **facts,
            )
        return self.env._(
            "Order %(order)s line %(line)s of %(day)s, %(product)s: %(base)s × %(rate)s %% ="
            " %(amount)s (%(plan)s, %(rule)s).",
            **facts,
        )

    def _explain_bonus(self, facts):
        """Say what the volume of the period is worth, and what of it was given before."""
        rule = self.rule_id
        given = self.given_before
        facts |= {
            "period": format_date(self.env, self.period_start),
            "formula": rule._explain_worth(self.base_amount),
            "given": format_amount(self.env, given, self.currency_id),
        }
        sentence = self.env._(
            "Volume from %(period)s to %(day)s: %(base)s. %(formula)s (%(plan)s, %(rule)s).",
            **facts,
        )
        if given:
            sentence += " " + self.env._(
                "%(given)s of it was given before, so now: %(amount)s.", **facts
            )
        return sentence

    def _explain_reversal(self, facts):
        role = self.movement_id.role
        if role == "undo" and self.order_id.state == "cancel":
            return self.env._(
                "Order %(order)s was cancelled, which undoes what it did to %(earned)s earned by"
                " order %(origin)s: %(amount)s on %(day)s.",
                **facts,
            )
        if role == "undo":
            return self.env._(
                "%(document)s does not stand any more on %(day)s, which undoes what it did to"
                " %(earned)s earned by order %(origin)s: %(amount)s.",
                **facts,
            )
        if role == "credit":
            return self.env._(
                "%(document)s of %(day)s credits a part of order %(origin)s (%(product)s), which"
                " had earned %(earned)s: %(amount)s.",
                **facts,
            )
        if self.quantity > 0:
            return self.env._(
                "%(document)s does not take back %(quantity)s of %(product)s any more on %(day)s;"
                " order %(origin)s had earned %(earned)s: %(amount)s.",
                **facts,
            )
        return self.env._(
            "%(document)s of %(day)s takes back %(quantity)s of %(product)s from order"
            " %(origin)s, which had earned %(earned)s: %(amount)s.",
            **facts,
        )

    def _explain_cap(self, facts):
        if not self.capped_by:
            return ""
        caps = dict(self._fields["capped_by"]._description_selection(self.env))
        return self.env._(
            "Lowered from %(uncapped)s by the cap “%(cap)s”.", cap=caps[self.capped_by], **facts
        )

    def _explain_loser(self, facts):
        if not self.lost_rule_id:
            return ""
        return self.env._("Not applied: %(lost)s, less specific.", **facts)

    def _prepare_facts(self):
        """Return what the explanation names, as people read it."""

        def money(amount):
            return format_amount(self.env, amount, self.currency_id)

        origin = self.origin_id
        lines = self.order_id.order_line.filtered(lambda line: not line.display_type)
        place = lines.ids.index(self.order_line_id.id) + 1 if self.order_line_id in lines else ""
        invoice = self.move_line_id.move_id
        return {
            "order": self.order_id.name,
            "line": place,
            "document": invoice.name or self.env._("Order %(order)s", order=self.order_id.name),
            "product": self.order_line_id.product_id.display_name,
            "day": format_date(self.env, self.date),
            # A sentence that says "takes back" needs no minus.
            "quantity": _format_number(abs(self.quantity) if origin else self.quantity),
            "base": money(self.base_amount),
            "rate": _format_number(self.rate),
            "fixed": self.fixed_amount and money(self.fixed_amount),
            "amount": money(self.amount),
            "uncapped": self.capped_by and money(self.uncapped_amount),
            "plan": self.plan_id.name,
            "rule": self.rule_id.name,
            "lost": self.lost_rule_id.name,
            "origin": origin.order_id.name,
            "earned": origin and money(origin.amount),
        }

    def _fetch_facts(self):
        """Read at once, of records with a hundred fields, the few that explanations name."""
        orders = self.order_id
        orders.fetch(["name", "state", "order_line"])
        orders.order_line.fetch(["display_type", "product_id"])
        products = self.order_line_id.product_id
        products.fetch(["default_code", "product_tmpl_id", "product_template_attribute_value_ids"])
        products.product_tmpl_id.fetch(["name"])
        self.buyer_id.fetch(["name"])
        self.plan_id.fetch(["name"])
        (self.rule_id | self.lost_rule_id).fetch(["name"])
