from odoo import api, fields, models
from odoo.exceptions import UserError


class DistributionMemberCycleMixin(models.AbstractModel):
    """A member may be settled in another rhythm than its plans say."""

    _name = "distribution.member.cycle.mixin"
    _description = "Settlement Cycle of a Member"

    settlement_cycle_id = fields.Many2one(
        "distribution.settlement.cycle",
        "Own Settlement Cycle",
        copy=False,
        check_company=True,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="distribution_member.group_distribution_finance",
        help="Its statements follow this cycle instead of the plan's.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("settlement_cycle_id")
    def _check_balances_settled(self):
        """Leave no balance behind in a cycle from which the member gets no statements any more."""
        for member in self.filtered("settlement_cycle_id"):
            statement = member._find_open_balance(member.settlement_cycle_id)
            if statement:
                raise UserError(
                    self.env._(
                        "%(member)s carries %(balance)s in the cycle %(cycle)s (%(statement)s),"
                        " which its new cycle would not take over. Even it out by an adjustment in"
                        " that cycle first.",
                        member=member.display_name,
                        balance=statement.currency_id.format(statement.carried),
                        cycle=statement.settlement_id.cycle_id.name,
                        statement=statement.display_name,
                    )
                )

    # === HELPERS === #

    def _find_open_balance(self, cycle):
        """Return the statement with the balance that another cycle than `cycle` carries."""
        self.ensure_one()
        # sudo: finance, who may set the cycle, may read all statements of the member
        statements_sudo = (
            self.env["distribution.statement"]
            .sudo()
            .search(
                [
                    ("member_id", "=", self.id),
                    ("state", "!=", "draft"),
                    ("settlement_id.cycle_id", "!=", cycle.id),
                ],
                order="date_to desc, id desc",
            )
        )
        for same_sudo in statements_sudo.grouped(lambda one: one.settlement_id.cycle_id).values():
            if same_sudo[0].carried:
                return same_sudo[0]
        return statements_sudo.browse()

    def _find_settlement_cycle(self):
        """Return the cycle for what has no plan: its own, its last statement's, or the first."""
        self.ensure_one()
        last = self.env["distribution.statement"].search(
            [("member_id", "=", self.id)], order="date_to desc, id desc", limit=1
        )
        return (
            self.settlement_cycle_id
            or last.settlement_id.cycle_id
            or self.settlement_cycle_id.search([("company_id", "=", self.company_id.id)], limit=1)
        )
