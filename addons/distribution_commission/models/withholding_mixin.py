from odoo import models
from odoo.exceptions import UserError

from ..queries import withholding


class DistributionWithholdingMixin(models.AbstractModel):
    """Which tax a settlement withholds from natural persons, by the setting of its company."""

    _name = "distribution.withholding.mixin"
    _description = "Withholding Tax of a Settlement"

    # === HELPERS === #

    def _build_withholding(self):
        """Return the query for the tax as it should be; once published, by what was published."""
        self.ensure_one()
        if self.state in ("draft", "computed"):
            return withholding.METHODS[self.company_id.distribution_withholding]()
        return withholding.withheld_as_published()

    def _ensure_withholding_table(self):
        """Refuse to pay natural persons untaxed because the brackets of the day are missing."""
        method = self.company_id.distribution_withholding
        if method == "none":
            return
        tables = self.env["distribution.withholding.table"]
        if not tables._find_table(method, self.date_to, self.currency_id):
            raise UserError(
                self.env._(
                    "There is no withholding table in %(currency)s for %(day)s. Add one, or set the"
                    " company's withholding tax to none.",
                    currency=self.currency_id.name,
                    day=self.date_to,
                )
            )
