from odoo import fields, models


class DistributionCommissionSimulationProgress(models.Model):
    """How far a run is that nobody can see before it ends, and whether it shall stop.

    Written by other transactions than the run's: a row of the run itself would make it fail.
    """

    _name = "distribution.commission.simulation.progress"
    _description = "Progress of a What-If"
    _log_access = False

    simulation_id = fields.Integer(required=True, readonly=True)
    is_cancel = fields.Boolean(
        required=True, readonly=True, default=False, help="Somebody wants it to stop."
    )
    done = fields.Integer(readonly=True, help="Orders replayed.")
    total = fields.Integer(readonly=True, help="Orders to replay.")

    _simulation_unique = models.UniqueIndex("(simulation_id, is_cancel)")
