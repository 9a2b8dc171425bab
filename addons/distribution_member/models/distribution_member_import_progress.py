from odoo import fields, models


class DistributionMemberImportProgress(models.Model):
    """How far an import is whose members nobody can see before all of them are made.

    Written by transactions of their own, so nothing refers to it by a key.
    """

    _name = "distribution.member.import.progress"
    _description = "Progress of a Member Import"
    _log_access = False

    import_id = fields.Integer(required=True, readonly=True)
    made = fields.Integer(required=True, readonly=True)

    _import_unique = models.UniqueIndex("(import_id)")
