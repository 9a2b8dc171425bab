from odoo import api, fields, models
from odoo.http import request

LONGEST_AGENT = 300


class DistributionCommissionAcceptance(models.Model):
    """That a distributor accepted one version of a plan: who, when, from where. Append-only."""

    _name = "distribution.commission.acceptance"
    _description = "Acceptance of a Commission Plan"
    _inherit = ["distribution.append.only.mixin"]
    _order = "id desc"
    _rec_name = "member_id"

    plan_id = fields.Many2one(
        "distribution.commission.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The version of the plan that was accepted.",
    )
    version = fields.Integer(required=True, readonly=True, aggregator=None)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Accepted by", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime("Accepted on", required=True, readonly=True)
    address = fields.Char("Network Address", readonly=True)
    user_agent = fields.Char("Browser", readonly=True)

    _frozen_fields = ("plan_id", "version", "company_id", "member_id", "user_id", "date")
    # Where it came from may be erased with the person, never rewritten.
    _refused_change = """
        (OLD.address IS DISTINCT FROM NEW.address AND NEW.address IS NOT NULL)
        OR (OLD.user_agent IS DISTINCT FROM NEW.user_agent AND NEW.user_agent IS NOT NULL)
    """
    _once = models.UniqueIndex(
        "(plan_id, member_id)", "This version of the plan was accepted already."
    )

    # === BUSINESS METHODS === #

    @api.model
    def _accept(self, plan, member):
        """Record that the user accepts a version of a plan for a member; once is enough.

        The caller has checked that the user speaks for the member, and that it sees the plan.
        """
        # sudo: acceptances are written by this method only
        rows_sudo = self.sudo()
        held = rows_sudo.search([("plan_id", "=", plan.id), ("member_id", "=", member.id)])
        return held or rows_sudo.create(
            {
                "plan_id": plan.id,
                "version": plan.version,
                "company_id": plan.company_id.id,
                "member_id": member.id,
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                **self._prepare_origin(),
            }
        )

    def _erase_origin(self):
        """Erase where the acceptances came from, with the person who gave them."""
        # sudo: nobody has the right to write here; the trigger allows this one change
        self.sudo().write({"address": False, "user_agent": False})

    # === HELPERS === #

    @api.model
    def _prepare_origin(self):
        if not request:
            return {}
        return {
            "address": request.httprequest.remote_addr,
            "user_agent": str(request.httprequest.user_agent)[:LONGEST_AGENT],
        }
