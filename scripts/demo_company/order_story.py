"""Twelve months of orders and returns of the story. Pure, and the same for the same day.

Building trade: busy in spring and autumn, quiet in summer heat and around the Spring Festival, few
orders at weekends, one and a half percent more every month.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from scripts.demo_company import catalogue, channel
from scripts.demo_company.invoices import PAID_AFTER
from scripts.demo_company.names import LEVELS
from scripts.demo_company.timeline import day_of_month, first_day_of_orders

SEED = 20_190_701
SEASON = (0.75, 0.55, 1.1, 1.25, 1.2, 1.0, 0.8, 0.75, 1.15, 1.3, 1.2, 0.95)
GROWTH_PER_MONTH = 0.015
WEEKEND = 0.3
# Level -> (orders a month, smallest and largest quantity of a line).
HABITS = {"AGENT": (2.8, 20, 120), "DIST": (2.7, 8, 45), "SHOP": (2.2, 2, 14)}
PRICE_PERCENT = {level.code: level.percent for level in LEVELS}
# Small parts are bought in larger numbers.
CHEAP, CHEAP_FACTOR = 10, 8
RETURN_SHARE = 0.05
UNTRACED_SHARE = 0.2  # returns that do not say which order they take back


@dataclass(slots=True)
class Line:
    """A line of an order; a negative quantity is a return."""

    sku: str
    quantity: int
    price: float


@dataclass(slots=True)
class Order:
    """An order of a member, or a return, perhaps of `origin`."""

    member: str
    moment: datetime
    lines: list[Line]
    origin: "Order | None" = None
    ref: str = field(default="")

    @property
    def is_return(self) -> bool:
        """Return whether goods come back."""
        return self.lines[0].quantity < 0


def tell(today: date) -> list[Order]:
    """Return all orders up to yesterday, numbered in the order of their moments."""
    random = Random(SEED)
    orders = _project_and_its_return(today) + _what_is_billed(today)
    for seat in channel.SEATS:
        if seat.state == "active":
            bought = list(_orders_of(seat, today, random))
            orders += bought + _returns_of(bought, seat, today, random)
    orders.sort(key=lambda order: (order.moment, order.member))
    _number(orders)
    return orders


def last_day(seat: channel.Seat, today: date) -> date:
    """Return the last day on which a member can order."""
    stop = channel.stop_of(seat.code)
    yesterday = today - timedelta(days=1)
    if not stop:
        return yesterday
    return min(yesterday, day_of_month(today, stop.months_ago, stop.day) - timedelta(days=1))


def _orders_of(seat, today, random):
    monthly, smallest, largest = HABITS[seat.level]
    first = first_day_of_orders(today)
    day = max(first, channel.first_day(seat, today))
    while day <= last_day(seat, today):
        months = (day - first).days / 30.4
        chance = monthly / 30.4 * seat.busy * SEASON[day.month - 1]
        chance *= (1 + GROWTH_PER_MONTH) ** months * (WEEKEND if day.weekday() > 4 else 1.25)
        if random.random() < chance:
            moment = datetime.combine(day, _office_hour(random))
            products = random.sample(catalogue.PRODUCTS, random.randint(2, 6))
            lines = [
                _line(product, random.randint(smallest, largest), seat.level)
                for product in products
            ]
            yield Order(seat.code, moment, lines)
        day += timedelta(days=1)


def _returns_of(orders, seat, today, random):
    returns = []
    for order in orders:
        day = order.moment.date() + timedelta(days=random.randint(3, 24))
        is_traced = random.random() > UNTRACED_SHARE
        if random.random() < RETURN_SHARE and day <= last_day(seat, today):
            line = random.choice(order.lines)
            quantity = max(1, line.quantity * random.choice((2, 3, 10)) // 10)
            back = Line(line.sku, -quantity, line.price)
            moment = datetime.combine(day, _office_hour(random))
            returns.append(Order(order.member, moment, [back], order if is_traced else None))
    return returns


def _project_and_its_return(today):
    """A shop's large order for a building site that fell through: its balance turns negative."""
    paint = next(product for product in catalogue.PRODUCTS if product.code == "RJ4004")
    project = Order(
        "S411",
        datetime.combine(day_of_month(today, 3, 18), time(10, 26)),
        [_line(paint, 150, "SHOP")],
    )
    back = Line(paint.code, -120, project.lines[0].price)
    moment = datetime.combine(day_of_month(today, 2, 6), time(15, 8))
    return [project, Order("S411", moment, [back], project)]


def _what_is_billed(today):
    """An order in each month whose orders are billed: chance leaves months out, on some days."""
    orders = []
    for months_ago, delays in PAID_AFTER.items():
        for code in delays:
            level = "DIST" if code.startswith("D") else "SHOP"
            line = _line(catalogue.PRODUCTS[0], HABITS[level][1], level)
            day = day_of_month(today, months_ago + 1, 9)
            orders.append(Order(code, datetime.combine(day, time(9, 30)), [line]))
    return orders


def _line(product, quantity, level):
    factor = CHEAP_FACTOR if product.price < CHEAP else 1
    price = round(product.price * PRICE_PERCENT[level] / 100, 2)
    return Line(product.code, quantity * factor, price)


def _office_hour(random):
    return time(random.randint(8, 17), random.randint(0, 59))


def _number(orders):
    """Number the orders per day; a return is a TH (退货), an order a DD (订单)."""
    place = 0
    day = None
    for order in orders:
        place = place + 1 if order.moment.date() == day else 1
        day = order.moment.date()
        order.ref = f"{'TH' if order.is_return else 'DD'}{day:%Y%m%d}{place:03d}"
