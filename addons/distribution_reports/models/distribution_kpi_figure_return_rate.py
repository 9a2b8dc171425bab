from odoo import api, models
from odoo.fields import Domain


class DistributionKpiFigureReturnRate(models.AbstractModel):
    """What came back in percent of what was delivered, by amount."""

    _name = "distribution.kpi.figure.return_rate"
    _description = "Figure: Return Rate"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.return.rate"
    _date_field = "date"
    _value_field = "return_rate"

    @api.model
    def _get_bad_domain(self, kpi, window):
        """Override: the rate is one of sums, so the rows of what came back are shown."""
        return Domain("returned_amount", ">", 0)

    @api.model
    def _get_views(self):
        """Override: a row opens its delivery or return by itself."""
        return [(False, "list"), (False, "pivot"), (False, "graph")]

    @api.model
    def _explain_missing(self):
        """Override: as above."""
        return self.env._("Nothing was delivered to members in these days.")
