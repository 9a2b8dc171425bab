from collections import Counter

from odoo.addons.distribution_commission.tests.document_common import DocumentCommon

from ..queries import sales_facts
from . import sales_oracle


class SalesFactsCommon(DocumentCommon):
    """Real documents, whose facts are kept and compared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["distribution.sales.report"]
        cls.product.write({"invoice_policy": "order", "standard_price": 6.0})
        cls._pay_all()
        cls._keep()

    @classmethod
    def _pay_all(cls):
        cls._create_plan(
            {"kind": "rebate", "rate": 5.0}, {"kind": "override", "depth": 1, "rate": 3.0}
        )

    @classmethod
    def _keep(cls):
        """Make the facts anew, as the job does; a test commits nothing."""
        while cls.report._keep_batch()[1]:
            pass

    def _read_sums(self, orders, model="distribution.sales.report", keys=()):
        """Return {values of keys: {figure: sum}} as a report shows them."""
        figures = [f for f in sales_oracle.FIGURES if f in self.env[model]._fields]
        domain = [("order_id", "in", orders.ids)] if "order_id" in self.env[model]._fields else []
        return {
            tuple(getattr(key, "id", key) or None for key in values[: len(keys)]): dict(
                zip(figures, values[len(keys) :], strict=True)
            )
            for values in self.env[model]._read_group(
                domain, list(keys), [f"{figure}:sum" for figure in figures]
            )
        }

    def assert_sums(self, found, expected):
        """Compare what was read with what was added up, cent by cent."""
        self.assertEqual(set(found), set(expected))
        for key, sums in found.items():
            for figure, value in sums.items():
                self.assertAlmostEqual(value, float(expected[key][figure]), 6, (key, figure))

    def assert_facts_are_right(self, orders):
        """Whatever was done: reports say what documents say, and what is kept is right or noted."""
        keys = ("member_id", "upline_id", "region_id", "product_id")
        expected = sales_oracle.add_up(orders, *keys)
        self.assert_sums(self._read_sums(orders, keys=keys), expected)
        self.assertEqual(self.report._find_different_orders(), [], "a change was not noted")
        months = [
            self.env[model]._read_group([], ["date:month", "member_id"], ["amount_net:sum"])
            for model in ("distribution.sales.report", "distribution.sales.month")
        ]
        # A month whose sales were all undone may still have rows that sum up to nothing.
        self.assertEqual(*(Counter({row[:2]: round(row[2], 2) for row in rows}) for rows in months))
        self.assertFalse(self.env.execute_query(sales_facts.month_differences()))
