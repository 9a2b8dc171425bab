from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.region_guesser import RegionGuesser
from ..queries import adoption


class DistributionMemberAdoption(models.TransientModel):
    """Propose the customers that a company has already as members.

    They are staged as lines of a member import, which shows what would become of each, and makes
    them members when somebody says so.
    """

    _name = "distribution.member.adoption"
    _description = "Existing Customers Become Members"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_since = fields.Date(
        "Bought Since", help="Only customers with a sale on this day or later. Empty: all."
    )
    is_companies_only = fields.Boolean("Companies Only", default=True)
    category_ids = fields.Many2many(
        "res.partner.category", string="With Tag", help="Any of these. Empty: whatever the tags."
    )
    pricelist_ids = fields.Many2many(
        "product.pricelist", string="With Price List", help="Chosen on the customer itself."
    )
    state_ids = fields.Many2many("res.country.state", string="In Province")
    level_id = fields.Many2one(
        "distribution.level", "As", required=True, help="All begin at this level."
    )
    region_id = fields.Many2one(
        "distribution.region",
        "Region of the Others",
        help="Where the address leaves open which region is meant. Empty: such customers are shown"
        " with an error, and you fill in their region.",
    )

    # === ACTION METHODS === #

    def action_preview(self):
        """Stage the customers found and open the list of what would become of each."""
        self.ensure_one()
        imports = self.env["distribution.member.import"]
        imports.check_access("create")
        self._ensure_own_company()
        found = self._find_customers()
        member_import = imports.create(
            {
                "name": self.env._(
                    "Existing customers, %(day)s", day=fields.Date.context_today(self)
                ),
                "company_id": self.company_id.id,
                "on_error": "skip",
            }
        )
        self.env.cr.execute(
            adoption.insert_lines(
                member_import.id,
                found,
                self.company_id.id,
                self._guess_regions(found),
                self.level_id.code,
            )
        )
        self.env.invalidate_all()
        if not member_import.line_ids[:1]:
            raise UserError(self.env._("No customer fits. Choose an earlier day or fewer filters."))
        member_import.action_preview()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_import_action"
        )
        return {**action, "res_id": member_import.id, "views": [(False, "form")]}

    # === HELPERS === #

    def _ensure_own_company(self):
        if self.company_id not in self.env.companies:
            raise UserError(
                self.env._("Switch %(company)s on first.", company=self.company_id.name)
            )

    @api.model
    def _select_sales(self, company):
        """Override to return (partner_id, first_day, last_day) of those who have bought.

        :rtype: SQL
        """
        return adoption.contacts_made(company.id)

    def _find_customers(self):
        self.env.flush_all()
        # sudo: which contacts become members does not depend on who may edit contacts
        partners = self.env["res.partner"].sudo().with_company(self.company_id)
        chosen = partners._search(self._get_filter())
        return adoption.customers(
            self._select_sales(self.company_id),
            chosen.select(),
            self.company_id.id,
            self.date_since or None,
        )

    def _get_filter(self):
        domain = Domain("active", "=", True)
        if self.is_companies_only:
            domain &= Domain("is_company", "=", True)
        if self.category_ids:
            domain &= Domain("category_id", "in", self.category_ids.ids)
        if self.pricelist_ids:
            domain &= Domain("specific_property_product_pricelist", "in", self.pricelist_ids.ids)
        if self.state_ids:
            domain &= Domain("state_id", "in", self.state_ids.ids)
        return domain

    def _guess_regions(self, found):
        """Return the region's code of each different address."""
        guesser = RegionGuesser(self.env, self.company_id)
        places = []
        for state_id, city in self.env.execute_query(adoption.addresses(found)):
            region = guesser.guess(state_id, city) or self.region_id
            if region:
                places.append({"state_id": state_id, "city": city, "region": region.code})
        return places
