"""How large the load test is; pure data, read inside Odoo and outside."""

from dataclasses import dataclass

PASSWORD = "load-test-2026-Distributor"  # noqa: S105 - of made-up people in a scratch database


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A company, and how its distributors come.

    :param visitors: distributors, each with a session of its own
    :param orders: confirmed in the year before, ten lines each
    :param ramp: seconds until all have come
    :param steady: seconds that are measured after that
    :param think: mean of the exponentially distributed pause between two requests, in seconds
    """

    visitors: int
    products: int
    orders: int
    ramp: float
    steady: float
    think: float


SIZES = {
    "full": Size(visitors=1_000, products=5_000, orders=200_000, ramp=120, steady=300, think=10),
    "short": Size(visitors=24, products=120, orders=240, ramp=2, steady=10, think=1),
}
