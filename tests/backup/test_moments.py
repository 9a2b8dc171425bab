"""Moments as an administrator types them at night."""

import doctest

import pytest

from scripts.backup_drill import tools  # noqa: F401 - makes the backup program importable

from distribution_backup import (  # isort: skip
    code,
    facts,
    moments,
    refusal,
    retention,
    segments,
)


@pytest.mark.parametrize(
    "text", ["2026-11-30 10:00:00+08", "2026-11-30 10:00:00+08:00", "2026-11-30T02:00:00Z"]
)
def test_moment_is_understood(text):
    assert moments.name_of(moments.typed(text)) == "20261130T020000Z"


@pytest.mark.parametrize("text", ["yesterday", "2026-11-30 10:00:00", "2026-11-31 10:00:00+08"])
def test_moment_without_zone_or_sense_is_refused(text, refused):
    assert repr(text) in refused(moments.typed, text)


@pytest.mark.parametrize("module", [code, facts, moments, refusal, retention, segments])
def test_examples_hold(module):
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed
