from collections import defaultdict

from odoo import models

from ..forecast_engine import TOTAL, Frequency, Series, Subject

# How much history is looked at; what is older says nothing about next month.
HISTORY = {Frequency.MONTH: 72, Frequency.WEEK: 208}


class DistributionForecastHistoryMixin(models.AbstractModel):
    """Reads what was sold, period by period, of every subject of a company."""

    _name = "distribution.forecast.history.mixin"
    _description = "History of a Forecast"

    # === HELPERS === #

    def _read_history(self, company, frequency, until):
        """Return (subjects of amounts, series of quantities), of periods that are over.

        :param until: first day of the period that is running
        """
        return self._read_subjects(
            company, frequency, frequency.shift(until, -HISTORY[frequency]), until
        )

    def _read_period(self, company, frequency, start):
        """Return (amount by series key, quantity by series key) of one period."""
        subjects, quantities = self._read_subjects(
            company, frequency, start, frequency.shift(start, 1)
        )
        return (
            {subject.key: sum(subject.series.values) for subject in subjects},
            {series.key.partition("/")[0]: sum(series.values) for series in quantities},
        )

    def _read_subjects(self, company, frequency, since, until):
        members = self._read_sales("member_id", company, frequency, since, until)
        products = self._read_sales("product_id", company, frequency, since, until)
        sold = defaultdict(lambda: defaultdict(float))
        places = {TOTAL: (None, "")}
        self._place_members(members, sold, places)
        self._place_products(products, sold, places)
        subjects = [
            Subject(
                key=key,
                series=Series.from_periods(key, frequency, sold[key], until=until),
                parent=parent,
                tree=tree,
            )
            for key, (parent, tree) in places.items()
        ]
        quantities = [
            Series.from_periods(
                f"product:{product.id}/quantity",
                frequency,
                {start: quantity for start, (_amount, quantity) in periods.items()},
                until=until,
            )
            for product, periods in products.items()
        ]
        return subjects, quantities

    def _read_sales(self, field, company, frequency, since, until):
        """Return {record: {first day of the period: (amount, quantity)}}, in order of the ids."""
        # Weeks are counted here: the database's begin on the day that the user's language says.
        unit = "month" if frequency is Frequency.MONTH else "day"
        rows = self.env["distribution.sales.report"]._read_group(
            [
                ("company_id", "=", company.id),
                ("date", ">=", since),
                ("date", "<", until),
                (field, "!=", False),
            ],
            [field, f"date:{unit}"],
            ["amount_net:sum", "quantity:sum"],
        )
        sales = defaultdict(dict)
        for record, day, amount, quantity in sorted(rows, key=lambda row: (row[0].id, row[1])):
            start = frequency.start_of(day)
            before = sales[record].get(start, (0.0, 0.0))
            sales[record][start] = (before[0] + amount, before[1] + quantity)
        return sales

    def _place_members(self, members, sold, places):
        """Fill in total, regions and members; a member is where it is today, with all it bought."""
        regions = self._read_ancestors("distribution.region", [m.region_id for m in members])
        for member, periods in members.items():
            path = regions[member.region_id]
            self._place(path, "region", "member", places)
            key = f"member:{member.id}"
            places[key] = (f"region:{path[-1]}" if path else TOTAL, "member")
            keys = [TOTAL, key, *(f"region:{region_id}" for region_id in path)]
            for start, (amount, _quantity) in periods.items():
                for one in keys:
                    sold[one][start] += amount

    def _place_products(self, products, sold, places):
        """Fill in categories and products."""
        categories = self._read_ancestors("product.category", [p.categ_id for p in products])
        for product, periods in products.items():
            path = categories[product.categ_id]
            self._place(path, "category", "product", places)
            key = f"product:{product.id}"
            places[key] = (f"category:{path[-1]}" if path else TOTAL, "product")
            keys = [key, *(f"category:{categ_id}" for categ_id in path)]
            for start, (amount, _quantity) in periods.items():
                for one in keys:
                    sold[one][start] += amount

    def _place(self, path, kind, tree, places):
        """Fill in a place and those above it, from the top."""
        parent = TOTAL
        for record_id in path:
            places.setdefault(f"{kind}:{record_id}", (parent, tree))
            parent = f"{kind}:{record_id}"

    def _read_ancestors(self, model, records):
        """Return {record: ids from the top down to itself}."""
        found = self.env[model].browse(sorted({record.id for record in records if record}))
        paths = {
            record: [int(one) for one in record.parent_path.split("/") if one] for record in found
        }
        return {**paths, self.env[model]: []}
