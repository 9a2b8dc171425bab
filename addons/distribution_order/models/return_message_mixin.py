from odoo import models
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES

RETURNS_URL = "/my/distribution/returns"


class DistributionReturnMessageMixin(models.AbstractModel):
    """What the people of a member are told of their returns."""

    _name = "distribution.return.message.mixin"
    _description = "Messages of a Return"

    def _tell_member(self, event):
        """Tell those of the member who order what happened; called as superuser."""
        self.ensure_one()
        self.env["distribution.message"]._send(
            self,
            event,
            member=self.distribution_member_id,
            url=RETURNS_URL,
            roles=ORDER_ROLES,
        )

    def _get_message_text(self, event):
        """Return what the member's people read of an event."""
        names = {"number": self.distribution_request, "product": self.product_id.display_name}
        if event == "rejected":
            return self.env._(
                "Return %(number)s of %(product)s was rejected: %(reason)s",
                reason=self.distribution_answer,
                **names,
            )
        if event == "inspected":
            return self.env._(
                "Return %(number)s of %(product)s was inspected: good %(good)g, damaged"
                " %(damaged)g, missing %(missing)g",
                good=self.distribution_good_qty,
                damaged=self.distribution_damaged_qty,
                missing=self.distribution_missing_qty,
                **names,
            )
        if event == "received":
            return self.env._("Return %(number)s of %(product)s has arrived", **names)
        if event == "settled" and self.operation_id.action_create_refund:
            return self.env._("Return %(number)s of %(product)s is refunded", **names)
        if event == "settled":
            return self.env._(
                "New goods for return %(number)s of %(product)s are on their way", **names
            )
        return self.env._("Return %(number)s of %(product)s was approved", **names)
