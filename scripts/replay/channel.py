"""The channel that the replay rule derives from a file: regions, three levels, members."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.distribution_member.tabular_files import read_rows
from odoo.addons.distribution_order.platform_parsers import generic

COUNTRY_HEADING = "Country"
MEMBERS_SINCE = "2010-01-01"
# Of the customers of a country every tenth is level 2, the others stand below the last of these.
LEVEL_2_EVERY = 10
BATCH = 500


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of one member: `upline` is the code of the member above."""

    code: str
    name: str
    rank: int
    country: str
    upline: str | None


def read_countries(content: bytes, rules: generic.ReadingRules) -> dict[str, list[str]]:
    """Return the customers of each country, from the lines that are not skipped.

    A customer seen in two countries belongs to the alphabetically first.
    """
    rows = list(read_rows(content))
    home = {}
    countries = set()
    for row, line in zip(rows, generic.parse(iter(rows), rules), strict=True):
        if line.state == "ok":
            if COUNTRY_HEADING not in row.cells:
                raise SystemExit(f"Line {row.number}: no column {COUNTRY_HEADING}.")
            country = row.cells[COUNTRY_HEADING].strip()
            countries.add(country)
            home[line.customer] = min(home.get(line.customer, country), country)
    customers = defaultdict(list, {country: [] for country in sorted(countries)})
    for customer in sorted(home, key=Decimal):
        customers[home[customer]].append(customer)
    return dict(customers)


def seat_members(customers: dict[str, list[str]]) -> Iterable[Seat]:
    """Yield the members, uplines before their downline."""
    for country, codes in customers.items():
        top = f"R-{country}"
        yield Seat(top, top, 1, country, None)
        for position, code in enumerate(codes):
            if position % LEVEL_2_EVERY == 0:
                second = code
                yield Seat(code, f"Customer {code}", 2, country, top)
            else:
                yield Seat(code, f"Customer {code}", 3, country, second)


class ChannelBuilder:
    """Makes the records of a channel, each only where it is missing."""

    def __init__(self, env, company):
        self.env = env
        self.company = company

    def build(self, customers: dict[str, list[str]]) -> None:
        """Make regions, levels and members."""
        self.levels = self._ensure(
            "distribution.level",
            [{"code": str(n), "name": f"Level {n}", "rank": n} for n in (1, 2, 3)],
        )
        self.regions = self._ensure(
            "distribution.region", [{"code": country, "name": country} for country in customers]
        )
        seats = list(seat_members(customers))
        for rank in (1, 2, 3):
            self._make_members([seat for seat in seats if seat.rank == rank])

    def _ensure(self, model, values_list):
        """Return the records by code, creating those that are missing."""
        records = self.env[model].search([("company_id", "=", self.company.id)])
        known = set(records.mapped("code"))
        records += self.env[model].create(
            [
                {**values, "company_id": self.company.id}
                for values in values_list
                if values["code"] not in known
            ]
        )
        return {record.code: record for record in records}

    def _make_members(self, seats):
        member_model = self.env["distribution.member"]
        known = member_model.search([("company_id", "=", self.company.id)])
        by_code = {member.code: member for member in known}
        missing = [seat for seat in seats if seat.code not in by_code]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            partners = self.env["res.partner"].create(
                [{"name": seat.name, "ref": seat.code, "is_company": True} for seat in batch]
            )
            member_model.create(
                [
                    {
                        "partner_id": partner.id,
                        "code": seat.code,
                        "company_id": self.company.id,
                        "level_id": self.levels[str(seat.rank)].id,
                        "region_id": self.regions[seat.country].id,
                        "upline_id": by_code[seat.upline].id if seat.upline else False,
                        "date_start": MEMBERS_SINCE,
                        "state": "active",
                    }
                    for seat, partner in zip(batch, partners, strict=True)
                ]
            )
