from itertools import combinations

from markupsafe import Markup
from odoo import api, fields, models

from ..commission_terms import format_rate
from ..queries import plan_reach
from .distribution_commission_rule import PERIOD_KINDS

ITEM = Markup('<li class="mb-1"><i class="fa fa-fw {icon}"></i> {text}{link}</li>')
LINK = Markup(' <a href="/odoo/distribution.commission.rule/{id}">{name}</a>')
LIST = Markup('<ul class="list-unstyled mb-0">{items}</ul>')


class DistributionCommissionPlanFindingsMixin(models.AbstractModel):
    """What looks wrong in a plan, although it may be meant: warnings that stop nobody."""

    _name = "distribution.commission.plan.findings.mixin"
    _description = "Warnings about a Commission Plan"

    findings = fields.Html(compute="_compute_findings", sanitize=False)
    finding_count = fields.Integer("Warnings", compute="_compute_findings")

    # === COMPUTE METHODS === #

    @api.depends(
        *("rule_ids", "max_depth", "payout_cap", "base", "trigger", "company_id", "date_from")
    )
    @api.depends_context("lang")
    def _compute_findings(self):
        for plan in self:
            # What was typed and not saved has no effect yet, neither here.
            found = plan._origin._find_findings() if plan._origin else []
            plan.finding_count = len(found)
            plan.findings = bool(found) and LIST.format(
                items=Markup().join(self._write_finding(*finding) for finding in found)
            )

    @api.model
    def _write_finding(self, text, rules):
        links = Markup().join(LINK.format(id=rule.id, name=rule.name) for rule in rules)
        return ITEM.format(icon="fa-exclamation-triangle text-warning", text=text, link=links)

    # === FINDINGS === #

    def _find_findings(self):
        """Return what looks wrong: pairs of a sentence and the rules it is about.

        Override to add yours.
        """
        self.ensure_one()
        return [
            *self._find_missing_for_persons(),
            *self._find_overlaps(),
            *self._find_gaps(),
            *self._find_tier_gaps(),
            *self._find_forbidden_levels(),
            *self._find_cut_periods(),
            *self._find_too_much(),
            *self._find_late_payments(),
        ]

    def _find_missing_for_persons(self):
        missing = self._list_missing_for_persons()
        if not missing:
            return []
        facts = {
            "count": self.person_count,
            "missing": ", ".join(missing),
            "article": self._prepare_law("person_levels")["article"],
        }
        if self.state == "draft":
            text = self.env._(
                "It cannot be activated: it can pay %(count)s natural person(s) for what others"
                " buy, and lacks: %(missing)s (%(article)s).",
                **facts,
            )
        else:
            text = self.env._(
                "It now reaches %(count)s natural person(s) whom it pays for what others buy, and"
                " lacks: %(missing)s (%(article)s). Make a new version that is lawful.",
                **facts,
            )
        return [(text, self.rule_ids.browse())]

    def _find_overlaps(self):
        """Rules that match the same sales and are equally specific: only the order decides."""
        found = []
        places = self.rule_ids.grouped(lambda rule: (rule.kind, rule.depth, *rule._get_rank()))
        for rules in places.values():
            for one, other in combinations(rules, 2):
                if not one._meets(other):
                    continue
                if one.sequence == other.sequence:
                    text = self.env._(
                        "Two rules are equally specific for the same sales and have the same"
                        " sequence; the one made first wins:"
                    )
                else:
                    text = self.env._(
                        "Two rules are equally specific for the same sales; only their sequence"
                        " decides:"
                    )
                found.append((text, one | other))
        return found

    def _find_gaps(self):
        """Levels that buy and earn nothing, and depths that nobody earns at."""
        nobody = self.rule_ids.browse()
        found = []
        self.env.flush_all()
        earning = {
            level_id for _plan, level_id in self.env.execute_query(plan_reach.levels(self.ids))
        }
        # sudo: members are counted, not shown; a manager would count those of the own regions
        buying = (
            self.env["distribution.member"]
            .sudo()
            ._read_group(
                [("company_id", "=", self.company_id.id), ("state", "=", "active")],
                ["level_id"],
                ["__count"],
            )
        )
        for level, count in buying:
            if level.id not in earning:
                text = self.env._(
                    "The level %(level)s buys (%(count)s members) and earns nothing by any rule.",
                    level=level.display_name,
                    count=count,
                )
                found.append((text, nobody))
        depths = set(self.rule_ids.filtered("depth").mapped("depth"))
        for depth in sorted(set(range(1, max(depths, default=0))) - depths):
            text = self.env._(
                "An override is paid further up, but none %(depth)s level(s) above the buyer.",
                depth=depth,
            )
            found.append((text, nobody))
        return found

    def _find_tier_gaps(self):
        text = self.env._("The tier table does not begin at 0; a smaller volume earns nothing:")
        return [
            (text, rule)
            for rule in self.rule_ids
            if rule.tier_ids and min(rule.tier_ids.mapped("threshold")) > 0
        ]

    def _find_forbidden_levels(self):
        text = self.env._("The level may not earn by rules of this kind, so this one pays nobody:")
        return [
            (text, rule)
            for rule in self.rule_ids
            if rule.level_id and not rule.level_id._can_earn(rule.kind)
        ]

    def _find_cut_periods(self):
        """A version that begins within a measuring period counts its volume from 0."""
        text = self.env._(
            "The plan begins within a measuring period, whose volume counts from that day only:"
        )
        return [
            (text, rule)
            for rule in self.rule_ids
            if rule.kind in PERIOD_KINDS and not rule._is_first_day(self.date_from)
        ]

    def _find_too_much(self):
        """All rates of one sale together above the highest payout: it would be scaled down."""
        if self.base == "quantity":  # the rates are of pieces, the highest payout is of money
            return []
        best = {}
        for rule in self.rule_ids:
            key = (rule.kind, rule.depth)
            rate = max([rule.rate, *rule.tier_ids.mapped("rate")])
            best[key] = max(best.get(key, 0.0), rate)
        total = sum(rate for (kind, _depth), rate in best.items() if kind not in PERIOD_KINDS)
        if total <= self.payout_cap:
            return []
        text = self.env._(
            "One sale can earn %(total)s %% by all rules together, more than the highest payout of"
            " %(cap)s %%. All shares are then scaled down.",
            total=format_rate(total),
            cap=format_rate(self.payout_cap),
        )
        return [(text, self.rule_ids.browse())]

    def _find_late_payments(self):
        """Journals whose payments Odoo books only when the bank line is matched: with its
        accounting app, where the payment method has no outstanding account.
        """
        moves = self.env["account.move"]
        if self.trigger != "paid" or moves._get_invoice_in_payment_state() != "in_payment":
            return []
        # sudo: who makes plans need not be an accountant
        methods_sudo = self.env["account.payment.method.line"].sudo()
        journals = methods_sudo.search(
            [
                ("payment_type", "=", "inbound"),
                ("payment_account_id", "=", False),
                ("journal_id.type", "in", ("bank", "cash", "credit")),
                (
                    "journal_id",
                    "any",
                    methods_sudo.journal_id._check_company_domain(self.company_id),
                ),
            ]
        ).journal_id
        if not journals:
            return []
        text = self.env._(
            "A payment registered in %(journals)s earns when its bank line is matched, not before:"
            " Odoo books it only then. Give the payment methods of the journal an outstanding"
            " account to let it earn at once.",
            journals=", ".join(journals.mapped("display_name")),
        )
        return [(text, self.rule_ids.browse())]
