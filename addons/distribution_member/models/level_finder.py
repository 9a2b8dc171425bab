"""Which level the measures of a member speak for. Reads in sets, and writes nothing."""

import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A line of a rule applied to a member."""

    measure: str
    threshold: Decimal
    value: Decimal | None

    @property
    def is_met(self) -> bool:
        """Tell whether the threshold is reached; without data it is not."""
        return self.value is not None and self.value >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A level that suits a member better than its own, and the lines that say so."""

    member: object
    rule: object
    level: object
    direction: str
    date_from: date
    date_to: date
    lines: tuple[Judged, ...]


def is_met(lines) -> bool | None:
    """Tell whether all lines are met; None when some value is missing and nothing can be said.

    >>> met = Judged(measure="a", threshold=Decimal(1), value=Decimal(1))
    >>> short = Judged(measure="b", threshold=Decimal(1), value=Decimal(0))
    >>> missing = Judged(measure="c", threshold=Decimal(1), value=None)
    >>> is_met([met]), is_met([met, short]), is_met([short, missing]), is_met([])
    (True, False, None, True)
    """
    if any(line.value is None for line in lines):
        return None
    return all(line.is_met for line in lines)


class LevelFinder:
    """Judge members of one company by the rules of their levels.

    A member suits a level when every line of its rule is met. Up: to the best level that it suits.
    Down: when it misses a line of its own level's rule and has stood there all the time that the
    rule looks at, to the best level below that it suits.
    """

    def __init__(self, rules, date_to):
        self.env = rules.env
        self.date_to = date_to
        self.rules = rules.sorted(lambda rule: (rule.level_id.rank, rule.id))
        self.ranks = {rule: rule.level_id.rank for rule in self.rules}
        self.rule_of = {rule.level_id: rule for rule in self.rules}
        self.date_from = {rule: rule._get_start_of_period(date_to) for rule in self.rules}
        self.asked = {
            rule: [(line.measure, line._get_threshold()) for line in rule.line_ids]
            for rule in self.rules
        }

    def find(self, members):
        """Return the findings; members with a change of level to come have none."""
        members = members.filtered(lambda member: member.level_id in self.rule_of)
        since, planned = self._read_histories(members)
        values = self._measure(members)
        findings = []
        for member in members:
            if member.id not in planned and member.id in since:
                finding = self._judge(member, since[member.id], values)
                if finding:
                    findings.append(finding)
        return findings

    def _judge(self, member, since, values):
        """Return the finding about one member, or None."""
        own_rule = self.rule_of[member.level_id]
        rank = self.ranks[own_rule]
        above, below = _get_free_ranks(member)
        for rule in self.rules:
            if above < self.ranks[rule] < rank:
                lines = self._judge_lines(rule, member, values)
                # A rule without lines is met by everybody: it may catch, but it does not lift.
                if lines and is_met(lines):
                    return self._build_finding(member, rule, rule, "up", lines)
        own_lines = self._judge_lines(own_rule, member, values)
        if is_met(own_lines) is not False or since > self.date_from[own_rule]:
            return None
        for rule in self.rules:
            if rank < self.ranks[rule] < below and is_met(self._judge_lines(rule, member, values)):
                return self._build_finding(member, own_rule, rule, "down", own_lines)
        return None

    def _judge_lines(self, rule, member, values):
        return tuple(
            Judged(
                measure=measure,
                threshold=threshold,
                value=values[measure, self.date_from[rule]].get(member.id),
            )
            for measure, threshold in self.asked[rule]
        )

    def _build_finding(self, member, rule, target, direction, lines):
        return Finding(
            member=member,
            rule=rule,
            level=target.level_id,
            direction=direction,
            date_from=self.date_from[rule],
            date_to=self.date_to,
            lines=lines,
        )

    def _measure(self, members):
        """Return {(measure, first day): {member id: value}}, asking each question once."""
        asked = {
            (measure, self.date_from[rule])
            for rule, lines in self.asked.items()
            for measure, _threshold in lines
        }
        measures = self.env["distribution.level.rule.line"]
        return {
            (measure, date_from): measures._measure_values(
                measure, members, date_from, self.date_to
            )
            for measure, date_from in sorted(asked)
        }

    def _read_histories(self, members):
        """Return {member id: day since when it stands at its level}, ids with a change to come."""
        today = self.env["distribution.level.rule"]._get_today()
        rows = self.env["distribution.member.level"].search_fetch(
            [
                ("member_id", "in", members.ids),
                "|",
                ("date_to", "=", False),
                ("date_to", ">", today),
            ],
            ["member_id", "date_from"],
        )
        since = {row.member_id.id: row.date_from for row in rows if row.date_from <= today}
        planned = {row.member_id.id for row in rows if row.date_from > today}
        return since, planned


def _get_free_ranks(member):
    """Return between which ranks a member may move, so that they fall from upline to downline."""
    downline_ranks = member.downline_ids.level_id.mapped("rank")
    return member.upline_id.level_id.rank, min(downline_ranks, default=sys.maxsize)
