"""What the dashboards show."""

from dataclasses import dataclass, field

MONTH, SALES = "distribution.sales.month", "distribution.sales.report"
FORECAST, KPI = "distribution.forecast", "distribution.kpi"
WARNING = "distribution.performance.warning"
# What may be chosen at the top: filter -> label, model, what it is called in the models it narrows.
PERIOD, REGION, MEMBER, LEVEL = "period", "region", "member", "level"
FILTERS = {
    PERIOD: {"type": "date", "label": "Period", "defaultValue": "year_to_date"},
    REGION: {
        "type": "relation",
        "label": "Region",
        "modelName": "distribution.region",
        "includeChildren": True,
    },
    MEMBER: {
        "type": "relation",
        "label": "Member",
        "modelName": "distribution.member",
        "includeChildren": True,
    },
    LEVEL: {"type": "relation", "label": "Level", "modelName": "distribution.level"},
}
CHAINS = {
    PERIOD: ("date", "date"),
    REGION: ("region_id", "many2one"),
    MEMBER: ("member_id", "many2one"),
    LEVEL: ("level_id", "many2one"),
}
# Those models that the filters narrow, and by which of them.
NARROWED = {
    MONTH: (PERIOD, REGION, MEMBER, LEVEL),
    SALES: (PERIOD, REGION, MEMBER, LEVEL),
    WARNING: (REGION, MEMBER),
    FORECAST: (),
    KPI: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A figure of the period beside that of the same period a year before.

    :ivar is_bad: more of it is not better
    """

    title: str
    measure: str
    aggregator: str = "sum"
    menu: str = "sales_month"
    is_bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of a model, grouped; `columns` of the ten of the page."""

    title: str
    kind: str
    group_by: tuple[str, ...]
    measure: str = "amount_net"
    model: str = MONTH
    menu: str = "sales_month"
    domain: list = field(default_factory=list)
    columns: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The first ones by the first measure, as a table that opens its records."""

    title: str
    row: str
    measures: tuple[str, ...]
    model: str = MONTH
    count: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A list of records."""

    title: str
    model: str
    columns: tuple[str, ...]
    domain: list
    order: tuple[str, bool]
    count: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """One file: cards in a row, below them charts side by side, below them tables."""

    name: str
    filters: tuple[str, ...]
    cards: tuple[Card, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Ranking | Records, ...]


MONEY_CARDS = (
    Card(title="Net Sales", measure="amount_net"),
    Card(title="Returned", measure="amount_returned", is_bad=True),
    Card(title="Margin", measure="margin"),
    Card(title="Commission", measure="commission"),
    Card(title="Active Members", measure="member_id", aggregator="count_distinct"),
)
BY_MONTH = Chart(title="Sales by Month", kind="bar", group_by=("date:month",), columns=10)
BY_LEVEL = Chart(title="Sales by Level", kind="pie", group_by=("level_id",))
BY_CATEGORY = Chart(
    title="Sales by Main Category",
    kind="pie",
    group_by=("categ_top_id",),
    model=SALES,
    menu="sales_report",
)
TOP_MEMBERS = Ranking(
    title="Members with the Most Sales",
    row="member_id",
    measures=("amount_net", "amount_returned", "commission"),
)
TOP_PRODUCTS = Ranking(
    title="Products with the Most Sales",
    row="product_id",
    measures=("amount_net", "quantity", "amount_returned"),
    model=SALES,
)
WARNINGS = Records(
    title="Members that Need Attention",
    model=WARNING,
    columns=("member_id", "kind", "reason"),
    domain=[["state", "=", "open"]],
    order=("date", False),
)
DASHBOARDS = (
    Dashboard(
        name="management",
        filters=(PERIOD, REGION, LEVEL),
        cards=MONEY_CARDS,
        charts=(
            BY_MONTH,
            Chart(title="Sales by Main Region", kind="bar", group_by=("region_top_id",)),
            BY_LEVEL,
            BY_CATEGORY,
            Chart(title="Sales by Platform", kind="bar", group_by=("platform",)),
        ),
        tables=(
            TOP_MEMBERS,
            TOP_PRODUCTS,
            Records(
                title="Service Figures",
                model=KPI,
                columns=("name", "value_text", "goal_text", "light"),
                domain=[],
                order=("sequence", True),
            ),
            Records(
                title="Forecast of the Whole",
                model=FORECAST,
                columns=("date", "value", "value_low", "value_high", "accuracy_percent"),
                domain=[
                    ["is_current", "=", True],
                    ["subject", "=", "total"],
                    ["period", "=", "month"],
                    ["measure", "=", "amount"],
                ],
                order=("date", True),
                count=6,
            ),
            WARNINGS,
        ),
    ),
    Dashboard(
        name="region",
        filters=(PERIOD, REGION, LEVEL),
        cards=MONEY_CARDS,
        charts=(
            BY_MONTH,
            Chart(title="Sales by Region", kind="bar", group_by=("region_id",)),
            BY_CATEGORY,
            Chart(title="Sales by Upline", kind="bar", group_by=("upline_id",)),
            BY_LEVEL,
        ),
        tables=(TOP_MEMBERS, TOP_PRODUCTS, WARNINGS),
    ),
    Dashboard(
        name="distributor",
        filters=(PERIOD, MEMBER),
        cards=(Card(title="Ordered", measure="amount_ordered"), *MONEY_CARDS[:4]),
        charts=(
            BY_MONTH,
            BY_CATEGORY,
            Chart(title="Sales of the Branch by Member", kind="bar", group_by=("member_id",)),
        ),
        tables=(TOP_PRODUCTS, WARNINGS),
    ),
)
