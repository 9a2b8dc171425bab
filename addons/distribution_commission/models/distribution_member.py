from datetime import timedelta

from odoo import fields, models
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES
from odoo.addons.distribution_order.models.distribution_member import YEARS_KEPT
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..queries import branch_entries, open_balance
from .settlement_figures_mixin import FIGURES

NAMED = 5


def _name_some(names):
    """Return the first few of many names, and how many more there are.

    >>> _name_some(["A", "B", "C", "D", "E", "F", "G"])
    'A, B, C, D, E (+2)'
    """
    more = f" (+{len(names) - NAMED})" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


class DistributionMember(models.Model):
    _name = "distribution.member"
    # The mixins of plans and payouts first: they override hooks of the member.
    _inherit = [
        "distribution.member.plan.mixin",
        "distribution.member.payout.mixin",
        "distribution.member",
        "distribution.member.cycle.mixin",
    ]

    commission_balance = fields.Monetary(
        "Not Settled Yet",
        compute="_compute_commission_balance",
        groups="distribution_member.group_distribution_finance",
        help="What the member has earned and given back since its last statement.",
    )
    statement_count = fields.Integer(
        "Statements",
        compute="_compute_commission_balance",
        groups="distribution_member.group_distribution_finance",
    )

    def _compute_commission_balance(self):
        balances = dict(
            self.env["distribution.commission.entry"]._read_group(
                [("member_id", "in", self.ids), ("statement_id", "=", False)],
                ["member_id"],
                ["amount:sum"],
            )
        )
        counts = dict(
            self.env["distribution.statement"]._read_group(
                [("member_id", "in", self.ids)], ["member_id"], ["__count"]
            )
        )
        for member in self:
            member.commission_balance = balances.get(member, 0.0)
            member.statement_count = counts.get(member, 0)

    def action_open_entries(self):
        """Open what the member has earned and is not settled yet."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        context = {"search_default_member_id": self.id, "search_default_unsettled": 1}
        return {**action, "context": context}

    def action_open_statements(self):
        """Open the statements of the member."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_statement_action"
        )
        return {**action, "domain": [("member_id", "=", self.id)], "context": {}}

    # === PORTAL === #

    def _prepare_portal_home(self, role):
        """Override of `distribution_member` to add the balance, for those who may see money."""
        return {
            **super()._prepare_portal_home(role),
            "balance": self._prepare_portal_balance() if role in MONEY_ROLES else None,
        }

    def _prepare_portal_navigation(self, role):
        """Override of `distribution_member` to add the statements."""
        entries = super()._prepare_portal_navigation(role)
        if role not in MONEY_ROLES:
            return entries
        statements = {
            "key": "statements",
            "icon": "fa-file-text-o",
            "text": self.env._("Statements"),
            "url": "/my/distribution/statements",
        }
        return [*entries, statements]

    def _prepare_portal_balance(self):
        """Return what is not settled yet, what of it is on hold, and the last statement."""
        self.ensure_one()
        self.company_id.fetch(["currency_id"])  # of its two hundred fields
        for model in ("distribution.commission.entry", "distribution.statement"):
            self.env[model].flush_model()
        [[unsettled, on_hold]] = self.env.execute_query(
            open_balance.open_balance(self.id, fields.Date.context_today(self))
        )
        return {
            "unsettled": unsettled,
            "on_hold": on_hold,
            "currency": self.currency_id,
            "statement": self.env["distribution.statement"].search(
                [("member_id", "=", self.id), ("state", "!=", "draft")], limit=1
            ),
        }

    # === CHANGES === #

    def _ensure_level_change_allowed(self, date):
        """Override of `distribution_member`: what was earned keeps the levels it was earned by."""
        result = super()._ensure_level_change_allowed(date)
        # sudo: the ledger decides, whether or not the manager may read it.
        entry = (
            self.env["distribution.commission.entry"]
            .sudo()
            .search(
                [
                    "|",
                    ("buyer_id", "=", self.id),
                    ("member_id", "=", self.id),
                    ("date", ">=", date),
                ],
                order="date desc",
                limit=1,
            )
        )
        if entry:
            raise UserError(
                self.env._(
                    "Sales up to %(day)s have earned commission at the present level of"
                    " %(member)s. Choose a later day.",
                    day=entry.date,
                    member=self.display_name,
                )
            )
        return result

    def _ensure_upline_change_allowed(self, date):
        """Override of `distribution_member`: what was earned keeps the uplines it was earned by.

        The message names the documents that depend on it: statements, else orders.
        """
        result = super()._ensure_upline_change_allowed(date)
        entries_sudo = self._search_branch_entries_sudo(date)
        if entries_sudo:
            raise UserError(self._explain_obstacle(entries_sudo))
        return result

    def _search_branch_entries_sudo(self, date):
        """Return what the sales of these branches have earned from `date` on, newest first."""
        # sudo: the ledger decides, whether or not the manager may read it
        ledger_sudo = self.env["distribution.commission.entry"].sudo()
        ledger_sudo.flush_model()
        rows = self.env.execute_query(branch_entries.branch_entries(self.ids, date))
        return ledger_sudo.browse(row[0] for row in rows).sorted("date", reverse=True)

    def _explain_obstacle(self, entries_sudo):
        """Say which documents stand in the way of another upline, and what to do."""
        facts = {
            "member": self.display_name,
            "day": format_date(self.env, entries_sudo[0].date + timedelta(days=1)),
        }
        statements_sudo = entries_sudo.statement_id
        published_sudo = statements_sudo.filtered(lambda statement: statement.state != "draft")
        if published_sudo:
            return self.env._(
                "Sales of the branch of %(member)s are settled by %(documents)s, which depend on"
                " its present upline. Choose %(day)s or a later day.",
                documents=_name_some(published_sudo.mapped("number")),
                **facts,
            )
        if statements_sudo:
            return self.env._(
                "Sales of the branch of %(member)s are being settled by %(documents)s, which"
                " depend on its present upline. Choose %(day)s or a later day.",
                documents=_name_some(statements_sudo.settlement_id.mapped("name")),
                **facts,
            )
        return self.env._(
            "The orders %(documents)s of the branch of %(member)s have earned commission under"
            " its present upline. Choose %(day)s or a later day.",
            documents=_name_some(entries_sudo.order_id.mapped("name")),
            **facts,
        )

    # === PRIVACY === #

    def _get_retention_reasons(self):
        """Override of `distribution_member` to keep the ledger and the statements."""
        reasons = super()._get_retention_reasons()
        latest = self.env["distribution.commission.entry"].search(
            ["|", ("member_id", "=", self.id), ("buyer_id", "=", self.id)],
            order="date desc",
            limit=1,
        )
        until = latest.date and fields.Date.add(latest.date, years=YEARS_KEPT)
        if until and until > fields.Date.context_today(self):
            reasons.append(
                self.env._(
                    "Commission and statements are kept for ten years by accounting and tax law,"
                    " until %(date)s.",
                    date=until,
                )
            )
        return reasons

    def _get_export_sections(self):
        """Override of `distribution_member` to add commission and published statements."""
        own = [("member_id", "=", self.id)]
        # sudo: the member's own, as the caller has checked
        entries_sudo = self.env["distribution.commission.entry"].sudo().search(own)
        statements_sudo = (
            self.env["distribution.statement"].sudo().search([*own, ("state", "!=", "draft")])
        )
        return {
            **super()._get_export_sections(),
            "commission": [
                {
                    "date": entry.date,
                    "kind": entry.kind,
                    "order": entry.order_id.name,
                    "base": entry.base_amount,
                    "amount": entry.amount,
                    "explanation": entry.explanation,
                }
                for entry in entries_sudo
            ],
            "statements": [
                {
                    "number": statement.number,
                    "until": statement.date_to,
                    **{figure: statement[figure] for figure in FIGURES},
                    "state": statement.state,
                }
                for statement in statements_sudo
            ],
        }
