"""Statements: what is carried, kept, released, recovered, taxed and paid, period after period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from .bonuses import TrueUp
from .ledger import Entry
from .money import ZERO, percent, round_half_up
from .world import Span, value_on

HUNDRED = Decimal(100)
TAX_FREE = Decimal(800)  # taken off a small income
SMALL_INCOME = Decimal(4000)  # up to here
TAXABLE_PART = Decimal(80)  # percent of a larger one


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """From this taxable amount on, its own lower bound excluded: the rate less a deduction."""

    above: Decimal
    rate: Decimal
    deduction: Decimal


LABOUR = (
    Bracket(above=Decimal(0), rate=Decimal(20), deduction=Decimal(0)),
    Bracket(above=Decimal(20000), rate=Decimal(30), deduction=Decimal(2000)),
    Bracket(above=Decimal(50000), rate=Decimal(40), deduction=Decimal(7000)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The settings of one cycle for one member."""

    decimals: int = 2
    holdback_rate: Decimal = ZERO
    holdback_days: int = 0
    recovery_cap: Decimal = HUNDRED
    minimum_payout: Decimal = ZERO
    # Dated tuples of brackets for a natural person under `labour_monthly`; empty: no tax.
    brackets: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What one period of one cycle brings to a member; clawback is never positive."""

    cycle: str
    date_from: date
    date_to: date
    earned: Decimal = ZERO
    bonus: Decimal = ZERO
    clawback: Decimal = ZERO
    adjustment: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        """What the period brings in all."""
        return self.earned + self.bonus + self.clawback + self.adjustment


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The figures of one statement."""

    cycle: str
    date_to: date
    opening: Decimal
    net: Decimal
    kept: Decimal
    released: Decimal
    recovered: Decimal
    gross: Decimal
    tax: Decimal
    payable: Decimal
    carried: Decimal


@dataclass(slots=True)
class Account:
    """What one cycle's next statement depends on."""

    carried: Decimal = ZERO
    held: list[tuple[date, Decimal]] = field(default_factory=list)  # day of release, amount


@dataclass(slots=True)
class Month:
    """What was paid to a person in a calendar month, over all cycles, and the tax of it."""

    gross: Decimal = ZERO
    withheld: Decimal = ZERO


def run(periods: Iterable[Sums], terms: Mapping[str, Terms]) -> list[Statement]:
    """Publish the statements of one member, over all its cycles, in the order given."""
    accounts: dict[str, Account] = defaultdict(Account)
    months: dict[tuple[int, int], Month] = defaultdict(Month)
    return [
        statement(
            sums,
            terms[sums.cycle],
            accounts[sums.cycle],
            months[sums.date_to.year, sums.date_to.month],
        )
        for sums in periods
    ]


def statement(sums: Sums, terms: Terms, account: Account, month: Month) -> Statement:
    """Compute one statement and remember what the next one needs."""
    opening = account.carried
    released = release(account, sums.date_to)
    kept = keep(account, sums, terms)
    available = sums.net - kept + released
    recovered = recover(opening, available, terms)
    gross = pay(opening, available, recovered, terms)
    tax = withhold(month, gross, terms, sums.date_to)
    account.carried = opening + available - gross
    return Statement(
        cycle=sums.cycle,
        date_to=sums.date_to,
        opening=opening,
        net=sums.net,
        kept=kept,
        released=released,
        recovered=recovered,
        gross=gross,
        tax=tax,
        payable=gross - tax,
        carried=account.carried,
    )


def keep(account: Account, sums: Sums, terms: Terms) -> Decimal:
    """Hold back a share of what the period brings, if it brings anything."""
    share = Fraction(max(ZERO, sums.net)) * percent(terms.holdback_rate)
    kept = round_half_up(share, terms.decimals)
    if kept:
        account.held.append((sums.date_to + timedelta(days=terms.holdback_days), kept))
    return kept


def release(account: Account, last_day: date) -> Decimal:
    """Release what earlier statements kept, once its days are over by the period's last day."""
    released = sum((kept for day, kept in account.held if day <= last_day), ZERO)
    account.held = [(day, kept) for day, kept in account.held if day > last_day]
    return released


def recover(opening: Decimal, available: Decimal, terms: Terms) -> Decimal:
    """Recover a debt from what is available, up to a share of it."""
    if opening >= 0 or available <= 0:
        return ZERO
    limit = round_half_up(Fraction(available) * percent(terms.recovery_cap), terms.decimals)
    return min(-opening, limit, available)


def pay(opening: Decimal, available: Decimal, recovered: Decimal, terms: Terms) -> Decimal:
    """Pay what recovery leaves, or opening and available together when nothing is in debt.

    Nothing is paid when that is negative or below the minimum; then everything is carried.
    """
    is_recovering = opening < 0 < available
    gross = available - recovered if is_recovering else opening + available
    return gross if gross > 0 and gross >= terms.minimum_payout else ZERO


# === TAX === #


def withhold(month: Month, gross: Decimal, terms: Terms, day: date) -> Decimal:
    """Withhold the tax on all that was paid in the month, less what was withheld already."""
    month.gross += gross
    brackets = value_on(terms.brackets, day)
    if not brackets:
        return ZERO
    tax = tax_on(month.gross, brackets, terms.decimals) - month.withheld
    month.withheld += tax
    return tax


def tax_on(gross: Decimal, brackets: Sequence[Bracket], decimals: int = 2) -> Decimal:
    """Return the tax on what one occasion, a month, pays in all."""
    base = taxable(gross)
    reached = [bracket for bracket in brackets if bracket.above < base]
    if not reached:
        return ZERO
    top = max(reached, key=lambda bracket: bracket.above)
    return round_half_up(base * percent(top.rate) - Fraction(top.deduction), decimals)


def taxable(gross: Decimal) -> Fraction:
    """Return what is taxed of a gross amount, never below 0."""
    if gross <= SMALL_INCOME:
        return Fraction(max(ZERO, gross - TAX_FREE))
    return Fraction(gross) * percent(TAXABLE_PART)


# === FROM THE LEDGER === #


def sums_of(
    entries: Iterable[Entry], bonuses: Iterable[TrueUp], cycle: str, date_from: date, date_to: date
) -> Sums:
    """Add up what of one member became available in a period: below 0 it is clawback."""
    amounts = [entry.amount for entry in entries if date_from <= entry.available_date <= date_to]
    return Sums(
        cycle=cycle,
        date_from=date_from,
        date_to=date_to,
        earned=sum((amount for amount in amounts if amount > 0), ZERO),
        clawback=sum((amount for amount in amounts if amount < 0), ZERO),
        bonus=sum((bonus.amount for bonus in bonuses if date_from <= bonus.date <= date_to), ZERO),
    )
