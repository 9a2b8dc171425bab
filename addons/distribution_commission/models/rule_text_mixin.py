from decimal import Decimal

from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..commission_terms import best_example, draw, format_rate, pay, read_tiers, split

MODES = ("marginal", "cliff")


class DistributionCommissionRuleTextMixin(models.AbstractModel):
    """A rule in the words that a distributor reads, and its tiers as a table and a picture."""

    _name = "distribution.commission.rule.text.mixin"
    _description = "Commission Rule in Words"

    sentence = fields.Char(
        "What Distributors Read",
        compute="_compute_sentence",
        help="The rule in the words that the distributors see in the portal.",
    )
    tier_graph = fields.Html("Payout against Volume", compute="_compute_tier_graph", sanitize=False)

    # === COMPUTE METHODS === #

    @api.depends(
        *("kind", "depth", "rate", "fixed_amount", "target_amount", "measure", "measure_period"),
        *("level_id", "buyer_level_id", "region_id", "product_id", "categ_id", "member_id"),
        *("min_quantity", "min_amount", "max_amount", "period_cap", "date_from", "date_to"),
        *("tier_mode", "tier_ids.threshold", "tier_ids.rate", "plan_id.base"),
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for rule in self:
            parts = [rule._say_earning(), *rule._say_conditions(), *rule._say_caps()]
            rule.sentence = " ".join(parts)

    @api.depends("kind", "tier_mode", "tier_ids.threshold", "tier_ids.rate", "currency_id")
    @api.depends_context("lang")
    def _compute_tier_graph(self):
        names = {
            "marginal": self.env._("Marginal: each slice at its own rate"),
            "cliff": self.env._("Cliff: all at one rate"),
            "volume": self.env._("Volume of the period"),
            "payout": self.env._("Payout"),
            "title": self.env._("Payout against volume, marginal and cliff"),
        }
        for rule in self:
            tiers = rule._read_tiers()
            rule.tier_graph = bool(tiers) and Markup(  # nosec B704: what people write is escaped in it
                draw(tiers, rule.tier_mode, names=names, write=rule._write_short)
            )

    # === SENTENCES === #

    def _say_earning(self):
        """Return who earns, for what, how much."""
        facts = self._prepare_words()
        if self.kind == "target":
            return self._say_target(facts)
        if self.kind == "volume":
            return self._say_volume(facts)
        if self.kind == "differential":
            return self.env._(
                "Your rate is %(share)s (%(base)s). You earn it on what you buy yourself; on what"
                " is bought below you, you earn it less the highest rate that somebody between you"
                " and the buyer, or the buyer, has.",
                **facts,
            )
        return self._say_sums(facts) if self.fixed_amount else self._say_rates(facts)

    def _say_rates(self, facts):
        """Return what one sale earns by a rate."""
        if self.kind == "rebate":
            return self.env._("You earn %(share)s of what you buy (%(base)s).", **facts)
        if self.depth == 1:
            return self.env._(
                "You earn %(share)s of what your direct downline buys (%(base)s).", **facts
            )
        return self.env._(
            "You earn %(share)s of what is bought %(depth)s levels below you (%(base)s).", **facts
        )

    def _say_sums(self, facts):
        """Return what one sale earns by a sum for each unit."""
        if self.kind == "rebate":
            return self.env._("You earn %(sum)s for each unit that you buy.", **facts)
        if self.depth == 1:
            return self.env._(
                "You earn %(sum)s for each unit that your direct downline buys.", **facts
            )
        return self.env._(
            "You earn %(sum)s for each unit that is bought %(depth)s levels below you.", **facts
        )

    def _say_target(self, facts):
        if self.fixed_amount:
            return self.env._(
                "You earn %(share)s once the volume of a %(period)s reaches %(target)s."
                " Counted: %(measure)s.",
                **facts,
            )
        return self.env._(
            "You earn %(share)s of the whole volume of a %(period)s once it reaches %(target)s."
            " Counted: %(measure)s.",
            **facts,
        )

    def _say_volume(self, facts):
        if not self.tier_ids:
            return self.env._(
                "You earn %(share)s of the volume of each %(period)s. Counted: %(measure)s.",
                **facts,
            )
        if self.tier_mode == "cliff":
            return self.env._(
                "You earn by the table for the volume of each %(period)s, the whole volume at the"
                " rate reached (cliff). Counted: %(measure)s.",
                **facts,
            )
        return self.env._(
            "You earn by the table for the volume of each %(period)s, each slice at its own rate"
            " (marginal). Counted: %(measure)s.",
            **facts,
        )

    def _prepare_words(self):
        """Return the words of a rule that several sentences use."""
        return {
            "share": self._format_share(),
            "sum": self._money(self.fixed_amount),
            "base": self._label("base", self.plan_id),
            "depth": self.depth,
            "measure": self._label("measure"),
            "period": self._label("measure_period"),
            "target": self.currency_id.format(self.target_amount) if self.currency_id else "",
        }

    def _say_conditions(self):
        """Return the sentence that says for which sales and when, if not for all."""
        facts = {
            "product": self.product_id.display_name,
            "category": self.categ_id.display_name,
            "region": self.region_id.display_name,
            "level": self.level_id.display_name,
            "buyer_level": self.buyer_level_id.display_name,
            "quantity": f"{self.min_quantity:g}",
            "amount": self._money(self.min_amount),
            "start": self._day(self.date_from),
            "end": self._day(self.date_to),
        }
        wanted = [
            (self.product_id, self.env._("product %(product)s", **facts)),
            (self.categ_id, self.env._("products of %(category)s", **facts)),
            (self.region_id, self.env._("sales in %(region)s", **facts)),
            (self.level_id, self.env._("members of the level %(level)s", **facts)),
            (self.buyer_level_id, self.env._("buyers of the level %(buyer_level)s", **facts)),
            (self.min_quantity, self.env._("order lines of %(quantity)s units or more", **facts)),
            (self.min_amount, self.env._("order lines of %(amount)s or more", **facts)),
            (self.date_from, self.env._("from %(start)s on", **facts)),
            (self.date_to, self.env._("until %(end)s", **facts)),
        ]
        conditions = " · ".join(text for value, text in wanted if value)
        return [self.env._("Only: %(conditions)s.", conditions=conditions)] if conditions else []

    def _say_caps(self):
        """Return the sentences about the most that is paid."""
        sentences = []
        if self.max_amount:
            sentences.append(
                self.env._("At most %(amount)s per sale.", amount=self._money(self.max_amount))
            )
        if self.period_cap:
            sentences.append(
                self.env._(
                    "At most %(amount)s per %(period)s.",
                    amount=self._money(self.period_cap),
                    period=self._label("measure_period"),
                )
            )
        return sentences

    # === TIERS === #

    def _read_tiers(self):
        """Return the table as exact numbers; empty for rules without one."""
        self.ensure_one()
        rows = self.tier_ids if self.kind == "volume" else self.tier_ids.browse()
        return read_tiers((tier.threshold, tier.rate) for tier in rows)

    def _prepare_tier_table(self):
        """Return the rows of the table: dicts of `low`, `high` (None: no end) and `rate`."""
        tiers = self._read_tiers()
        highs = [bound for bound, _rate in tiers[1:]] + [None]
        return [
            {"low": self._money(low), "high": high and self._money(high), "rate": format_rate(rate)}
            for (low, rate), high in zip(tiers, highs, strict=True)
        ]

    def _prepare_tier_example(self):
        """Return an example that recomputes by hand: `volume`, and per mode `sum` and `amount`."""
        tiers = self._read_tiers()
        volume = best_example(tiers)
        sums = {
            mode: " + ".join(
                f"{self._money(part.volume)} × {format_rate(part.rate)} %"
                for part in split(tiers, volume, mode)
            )
            for mode in MODES
        }
        return {
            "volume": self._money(volume),
            "modes": [
                {"mode": mode, "sum": sums[mode], "amount": self._money(pay(tiers, volume, mode))}
                for mode in MODES
            ],
        }

    def _explain_worth(self, volume):
        """Return what the rule gives for a volume, in a sentence that recomputes by hand."""
        self.ensure_one()
        volume = Decimal(str(volume))
        facts = {"volume": self._money(volume), "target": self._money(self.target_amount)}
        if self.kind == "target" and volume < Decimal(str(self.target_amount)):
            return self.env._("The target of %(target)s is not reached.", **facts)
        if self.kind == "target" and self.fixed_amount:
            return self.env._(
                "The target of %(target)s is reached: %(sum)s.",
                sum=self._money(self.fixed_amount),
                **facts,
            )
        tiers = self._read_tiers() or read_tiers([(0.0, self.rate)])
        mode = self.tier_mode if self.tier_ids else "cliff"
        return self.env._(
            "%(parts)s = %(worth)s.",
            parts=" + ".join(
                f"{self._money(part.volume)} × {format_rate(part.rate)} %"
                for part in split(tiers, volume, mode)
            )
            or self._money(0),
            worth=self._money(pay(tiers, volume, mode)),
        )

    # === HELPERS === #

    def _label(self, name, record=None):
        """Return the label of a selection's value, as it stands within a sentence."""
        record = self if record is None else record
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "").lower()

    def _money(self, amount):
        return self.currency_id.format(float(amount)) if self.currency_id else f"{amount:g}"

    def _day(self, day):
        return format_date(self.env, day) if day else ""

    def _write_short(self, amount):
        """Return an amount without decimals, as there is little room at an axis."""
        return formatLang(self.env, float(amount), digits=0)
