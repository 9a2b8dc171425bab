"""The story told on any day: the same twice, within its bounds, and never from the future."""

from collections import Counter
from datetime import date, timedelta

import pytest

from scripts.demo_company import catalogue, channel, order_files, order_story
from scripts.demo_company.timeline import first_day_of_orders

DAYS = [
    date(2026, 1, 1),
    date(2026, 2, 28),
    date(2026, 7, 31),
    date(2026, 12, 31),
    date(2028, 2, 29),
]
IDS = [str(day) for day in DAYS]


@pytest.fixture(params=DAYS, ids=IDS)
def today(request):
    """Return a day on which the demo could be built."""
    return request.param


def test_files_are_the_same_twice_on_one_day(today):
    assert order_files.build_files(today) == order_files.build_files(today)


def test_orders_stay_within_the_months_told(today):
    orders = order_story.tell(today)
    assert 600 <= len(orders) <= 950
    assert first_day_of_orders(today) <= orders[0].moment.date()
    assert orders[-1].moment.date() < today
    assert len({order.ref for order in orders}) == len(orders)


def test_nobody_orders_before_joining_or_after_leaving(today):
    seats = {seat.code: seat for seat in channel.SEATS}
    for order in order_story.tell(today):
        seat = seats[order.member]
        assert seat.state == "active"
        assert channel.first_day(seat, today) <= order.moment.date()
        assert order.moment.date() <= order_story.last_day(seat, today)


def test_returns_take_back_no_more_than_was_sold(today):
    taken_back = Counter()
    for order in order_story.tell(today):
        if order.origin:
            [back] = order.lines
            sold = {line.sku: line.quantity for line in order.origin.lines}
            taken_back[order.origin.ref, back.sku] -= back.quantity
            assert taken_back[order.origin.ref, back.sku] <= sold[back.sku]
            assert order.origin.moment < order.moment


def test_only_the_newest_file_waits_and_it_is_of_yesterday(today):
    *committed, waiting = order_files.build_files(today)
    assert all(file.is_committed for file in committed)
    assert not waiting.is_committed
    assert f"{today - timedelta(days=1):%Y%m%d}" in waiting.name


def test_catalogue_is_complete_and_unambiguous():
    codes = [product.code for product in catalogue.PRODUCTS]
    assert len(codes) == len(set(codes)) == 40
    assert {code[:2] for code in codes} == {item.prefix for item in catalogue.CATEGORIES}
    assert {product.unit for product in catalogue.PRODUCTS} == set(catalogue.UNITS)
