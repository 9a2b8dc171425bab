"""Which level the measures of a member speak for. Reads in sets, and writes nothing."""

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
        self.rule_of = {rule.level_id: rule for rule in self.rules}
        self.date_from = {rule: rule._get_start_of_period(date_to) for rule in self.rules}

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
        lines = {rule: self._judge_lines(rule, member, values) for rule in self.rules}
        own_rule = self.rule_of[member.level_id]
        rank = member.level_id.rank
        suitable = [
            rule
            for rule in self.rules
            if rule.level_id.rank != rank and is_met(lines[rule]) and _fits(member, rule.level_id)
        ]
        # A rule without lines is met by everybody: it may catch, but it does not lift.
        up = [rule for rule in suitable if rule.level_id.rank < rank and lines[rule]]
        if up:
            return self._build_finding(member, up[0], up[0], "up", lines)
        down = [rule for rule in suitable if rule.level_id.rank > rank]
        if down and is_met(lines[own_rule]) is False and since <= self.date_from[own_rule]:
            return self._build_finding(member, own_rule, down[0], "down", lines)
        return None

    def _judge_lines(self, rule, member, values):
        return tuple(
            Judged(
                measure=line.measure,
                threshold=line._get_threshold(),
                value=values[line.measure, self.date_from[rule]].get(member.id),
            )
            for line in rule.line_ids
        )

    def _build_finding(self, member, rule, target, direction, lines):
        return Finding(
            member=member,
            rule=rule,
            level=target.level_id,
            direction=direction,
            date_from=self.date_from[rule],
            date_to=self.date_to,
            lines=lines[rule],
        )

    def _measure(self, members):
        """Return {(measure, first day): {member id: value}}, asking each question once."""
        asked = {(line.measure, self.date_from[line.rule_id]) for line in self.rules.line_ids}
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


def _fits(member, level):
    """Tell whether the rank would still fall from upline to downline, as the members check it."""
    downline_ranks = member.downline_ids.level_id.mapped("rank")
    return (not member.upline_id or member.upline_id.level_id.rank < level.rank) and (
        not downline_ranks or level.rank < min(downline_ranks)
    )
