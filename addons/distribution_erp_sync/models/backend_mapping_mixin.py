from odoo import fields, models

from . import transactions


class DistributionErpBackendMappingMixin(models.AbstractModel):
    """Asks Kingdee for every field that we use, and names the ones it does not know."""

    _name = "distribution.erp.backend.mapping.mixin"
    _description = "Mapping of a Kingdee ERP"

    mapping_message = fields.Text("Finding about the Mapping", readonly=True, copy=False)

    # === ACTION METHODS === #

    def action_test_mapping(self):
        """Ask for one row of each form with all its fields; name those that are unknown."""
        self.ensure_one()
        self.check_access("write")
        self._ensure_active()
        with self._open_erp() as erp:
            transactions.let_go(self.env)
            found = erp.find_unknown_fields()
        self._keep_findings(found)
        return True

    # === HELPERS === #

    def _keep_findings(self, found):
        by_place = {(form, name): words for form, name, _key, words in found}
        for line in self.field_ids:
            line.finding = by_place.get((line.form, line.name)) or False
        self.mapping_message = (
            "\n".join(f"{form}.{name} = {key}: {words}" for form, name, key, words in found)
            if found
            else self.env._("Kingdee knows every form and field that we use.")
        )
