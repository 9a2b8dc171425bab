"""Which backups stay, on any calendar; and what is never removed."""

import json
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.backup_drill import tools  # noqa: F401 - makes the backup program importable

from distribution_backup import prune, retention, segments  # isort: skip
from distribution_backup.moments import UTC, name_of  # isort: skip

RULES = {"daily": 7, "weekly": 4, "monthly": 3}
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
SECONDS = st.integers(0, 5 * 365 * 86400).map(lambda count: EPOCH + timedelta(seconds=count))
MOMENTS = st.sets(
    SECONDS,
    min_size=1,
    max_size=60,
)


@settings(deadline=None)
@given(MOMENTS)
def test_last_one_stays_and_nothing_is_invented(moments):
    kept = retention.kept(moments, **RULES)
    assert max(moments) in kept <= moments
    assert len(kept) <= sum(RULES.values())


@settings(deadline=None)
@given(MOMENTS)
def test_pruning_again_removes_nothing(moments):
    kept = retention.kept(moments, **RULES)
    assert retention.kept(kept, **RULES) == kept


@settings(deadline=None, max_examples=20)
@given(SECONDS, st.integers(100, 400))
def test_daily_backups_reach_back_seven_days_four_weeks_three_months(first, days):
    """Prune every day, as in life: what was removed yesterday cannot be kept today."""
    kept: set = set()
    for day in range(days):
        moment = first + timedelta(days=day)
        kept = retention.kept({*kept, moment}, **RULES)
    ages = sorted((moment - each).days for each in kept)
    assert ages[:7] == list(range(7))
    assert any(22 <= age <= 35 for age in ages)  # the fourth week before those days
    assert days < 160 or max(ages) >= 58  # the ends of three months before those weeks
    assert len(kept) <= sum(RULES.values())


def test_two_of_a_day_leave_the_later():
    early, late = (datetime(2026, 11, 30, hour, tzinfo=UTC) for hour in (2, 14))
    assert retention.kept({early, late}, daily=1, weekly=1, monthly=1) == {late}


def test_week_over_new_year_is_one_week():
    days = [datetime(2026, 12, 31, tzinfo=UTC) + timedelta(days=n) for n in range(3)]
    assert retention.kept(days, daily=1, weekly=2, monthly=1) == set(days[1:])


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2000), st.integers(1, 40), st.data())
def test_any_gap_in_the_wal_is_named(first, count, data):
    size = 16 << 20
    chain = [segments.name_at("00000001", first + n, size) for n in range(count)]
    assert segments.missing(chain, chain[0], size) == []
    if count > 2:
        gone = data.draw(st.sampled_from(chain[1:-1]))
        assert segments.missing([n for n in chain if n != gone], chain[0], size) == [gone]


def test_gap_before_a_new_timeline_is_named():
    size = 16 << 20
    names = [segments.name_at("00000001", n, size) for n in (4, 5, 6)]
    names += [segments.name_at("00000002", n, size) for n in (6, 8)]
    assert segments.missing(names, names[0], size) == [segments.name_at("00000002", 7, size)]


def test_proven_backup_stays_though_it_is_old(backups):
    config, make = backups
    days = [datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=n) for n in range(30)]
    for day in days:
        make("dumps", day)
    proven = name_of(days[9])
    (config.folder / "verified.json").write_text(json.dumps({"backup": proven, "at": "x"}))
    removed = prune.prune(config)["dumps"]
    left = {path.name for path in (config.folder / "dumps").iterdir()}
    assert proven in left
    assert name_of(days[-1]) in left
    assert removed == 30 - len(left)


def test_nothing_is_removed_while_a_key_is_missing(backups, refused):
    config, make = backups
    for day in range(1, 20):
        make("dumps", datetime(2026, 11, day, tzinfo=UTC))
    (config.folder / "dumps" / "20261101T000000Z" / "manifest.sealed").write_bytes(b"gone")
    assert "20261101T000000Z cannot be opened" in refused(prune.prune, config)
    assert len(list((config.folder / "dumps").iterdir())) == 19


def test_wal_goes_only_as_far_as_no_base_needs_it(backups):
    config, make = backups
    size = 16 << 20
    for week, start in enumerate((2, 10, 20)):
        make("bases", datetime(2026, 11, 1 + 7 * week, tzinfo=UTC), start=start)
    for place in range(1, 30):
        name = segments.name_at("00000001", place, size)
        (config.folder / "wal" / f"{name}.sealed").touch()
    counts = prune.prune(config)
    assert counts["bases"] == 1
    left = sorted(path.stem for path in (config.folder / "wal").iterdir())
    assert left[0] == segments.name_at("00000001", 10, size)
    assert len(left) == 20
