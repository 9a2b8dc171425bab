from odoo.addons.product.tests.common import ProductCommon
from odoo.fields import Command

TZ = "Asia/Shanghai"


class SalesReportCommon(ProductCommon):
    """A small channel: Agent and Rival in the north, Dealer moving from one to the other, Shop in
    the south; a rebate of 2 % and an override of 3 %.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.distribution_tz = TZ
        cls.report = cls.env["distribution.sales.report"]
        cls._set_up_places()
        cls.agent = cls._create_member("AGENT", cls.levels[0], cls.north)
        cls.rival = cls._create_member("RIVAL", cls.levels[0], cls.north)
        cls.dealer = cls._create_member("DEALER", cls.levels[1], cls.city, cls.agent)
        cls.shop = cls._create_member("SHOP", cls.levels[1], cls.south)
        cls.dealer.change_upline(cls.rival.id, "2024-03-01", "Closer to the depot")
        cls.tools = cls.env["product.category"].create({"name": "Tools"})
        cls.drills = cls.env["product.category"].create(
            {"name": "Drills", "parent_id": cls.tools.id}
        )
        cls.drill = cls._create_service("Drill", cls.drills)
        cls.screw = cls._create_service("Screw", cls.tools)
        cls.plan = cls._create_plan()

    @classmethod
    def _set_up_places(cls):
        cls.levels = cls.env["distribution.level"].create(
            [{"name": f"Level {rank}", "code": f"L{rank}", "rank": rank} for rank in (1, 2)]
        )
        regions = cls.env["distribution.region"]
        cls.north = regions.create({"name": "North", "code": "T-N"})
        cls.city = regions.create({"name": "City", "code": "T-NC", "parent_id": cls.north.id})
        cls.south = regions.create({"name": "South", "code": "T-S"})

    @classmethod
    def _create_member(cls, code, level, region, upline=None):
        return cls.env["distribution.member"].create(
            {
                "partner_id": cls.env["res.partner"]
                .create({"name": code.title(), "is_company": True})
                .id,
                "code": code,
                "level_id": level.id,
                "region_id": region.id,
                "upline_id": upline and upline.id,
                "date_start": "2024-01-01",
                "state": "active",
            }
        )

    @classmethod
    def _create_service(cls, name, category):
        """A service: nothing here is about warehouses."""
        return cls.env["product.product"].create(
            {"name": name, "type": "service", "categ_id": category.id, "taxes_id": False}
        )

    @classmethod
    def _create_plan(cls):
        cycle = cls.env["distribution.settlement.cycle"].create({"name": "Monthly", "code": "TST"})
        return cls.env["distribution.commission.plan"].create(
            {
                "name": "Plan",
                "cycle_id": cycle.id,
                "date_from": "2024-01-01",
                "rule_ids": [
                    Command.create({"kind": "rebate", "rate": 2.0}),
                    Command.create({"kind": "override", "depth": 1, "rate": 3.0}),
                ],
            }
        )

    @classmethod
    def _create_order(cls, partner, moment, *lines, **values):
        """Make and confirm an order of the past.

        :param moment: UTC, as text
        :param lines: tuples (product, quantity, price, other values)
        """
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            **(other[0] if other else {}),
                        }
                    )
                    for product, quantity, price, *other in lines
                ],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = moment
        return order

    @classmethod
    def _accrue(cls):
        cls.plan.action_activate()
        cls.env["distribution.commission.entry"].accrue()
