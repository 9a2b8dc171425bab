"""make backup-drill [ORDERS=1000000] [PARTS=damage,fire,size]: a table of what was seen.

`damage`: a good backup proven, damaged ones refused; `fire`: the machine burns down; `size`: with
as many orders as asked for. The exit code is 0 when all holds that must.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from scripts import arguments, bootstrap
from scripts.backup_drill import damages, recovery, tools, world
from scripts.backup_drill.recovery import Stamps
from scripts.campaign import number
from scripts.cluster import MAIN
from scripts.paths import LOCAL
from scripts.problem import Problem, command, report, say
from scripts.progress import shown
from scripts.quality import Section, show

HOME = LOCAL / "backup-drill"
ARCHIVE_TIMEOUT = 60  # as in production
SECONDS_BEFORE_FIRE = 130  # two of them, and some
RPO_SECONDS = 300
RTO_SECONDS_PER_GB = 1800
PARTS = ("damage", "fire", "size")


class Drill:
    """One run, and what it found."""

    def __init__(self, orders: int):
        self.orders = orders
        self.rows: list[tuple] = []
        shutil.rmtree(HOME, ignore_errors=True)
        with shown("A server of its own with the demo company"):
            self.server, self.configuration = world.build(HOME, archive_timeout=ARCHIVE_TIMEOUT)
        self.stamps = Stamps(self.server, world.DATABASE)

    def note(self, figure: str, seen: object, goal: str = "", *, holds: bool = True) -> None:
        """Keep a line of the table."""
        self.rows.append((figure, seen, goal, "holds" if holds else "**missed**"))
        say(f"  {figure}: {seen}{'' if holds else ' MISSED'}")

    def run(self, part: str) -> None:
        """Run a part; one that breaks off is a line of the table, and the others are seen."""
        try:
            getattr(self, part)()
        except Problem as problem:
            report(problem)
            self.note(f"the part {part}", problem.message, "runs to its end", holds=False)

    def refuse(self, kinds: tuple[damages.Kind, ...]) -> tuple[int, int]:
        """Damage copies in each way; return how many were refused in the right words, of all."""
        good = 0
        for kind in kinds:
            with shown(f"Damage: {kind.name}"):
                is_refused, said = damages.suffer(HOME, self.configuration, kind)
            good += is_refused
            say(f"  {'refused' if is_refused else 'NOT REFUSED'}: {said[-240:]}")
        return good, len(kinds)

    def damage(self) -> None:
        """Dump and prove the demo company; damage it in every way."""
        with shown("Dump and proof of the demo company"):
            tools.must(self.configuration, "dump")
            tools.must(self.configuration, "dump")
            proof = tools.must(self.configuration, "verify")
        pages = proof.value("pages")
        self.note(
            "a good backup is proven, pages opened",
            pages,
            "login, and a statement",
            holds="/web/login" in pages and "/my/distribution/statements/" in pages,
        )
        counts = [self.refuse(damages.KINDS), self.refuse(damages.SLOW_KINDS), self.falsify()]
        self._fill_archive()
        counts.append(self.refuse(WAL_KINDS))
        good, total = (sum(column) for column in zip(*counts, strict=True))
        goal = "all of at least 20, the cause named"
        self.note("kinds of damaged backup refused", f"{good}/{total}", goal, holds=good == total)

    def _fill_archive(self) -> None:
        with shown("A base backup, and WAL behind it"):
            tools.must(self.configuration, "base")
            self.stamps.begin()
            for _segment in range(3):
                self.stamps.put()
                recovery.reach_archive(self.server, self.configuration)

    def falsify(self) -> tuple[int, int]:
        """Change a sum of the ledger, back it up, and have the proof find it."""
        change = "SET session_replication_role = replica; UPDATE distribution_commission_entry SET"
        where = "WHERE id = (SELECT MIN(id) FROM distribution_commission_entry)"
        self.server.sql(f"{change} amount = amount + 1 {where}", world.DATABASE)
        tools.must(self.configuration, "dump")
        outcome = tools.call(self.configuration, "verify")
        self.server.sql(f"{change} amount = amount - 1 {where}", world.DATABASE)
        newest = sorted((HOME / "backups" / "dumps").iterdir())[-1]
        shutil.rmtree(newest)
        is_found = bool(outcome.code) and "the ledger is not as it must be" in outcome.text
        say(f"  ledger changed before the backup: {outcome.text.strip()[-240:]}")
        return int(is_found), 1

    def fire(self) -> None:
        """Kill the machine while it works; restore into its place from the archive alone."""
        tools.must(self.configuration, "files")
        self._fill_archive()
        with shown(f"Commits for {SECONDS_BEFORE_FIRE} s, then the fire"):
            moment = recovery.burn(self.server, self.stamps, SECONDS_BEFORE_FIRE)
        with shown("Restore from the archive into its place"):
            outcome = tools.must(self.configuration, "restore", "--to-time", "latest", "--replace")
        self.server.start()
        count, last = self.server.sql(
            "SELECT COUNT(*) || ' ' || MAX(at) FROM drill_stamp", world.DATABASE
        ).split()
        age = moment - float(last)
        self.note(
            f"RPO: age of the last commit kept, kill -9, archive_timeout {ARCHIVE_TIMEOUT} s",
            f"{age:.1f} s ({self.stamps.count - int(count)} of {self.stamps.count} commits lost)",
            f"<= {RPO_SECONDS} s",
            holds=age <= RPO_SECONDS,
        )
        self.note("… restored into the place of the burnt server in", f"{outcome.seconds:.0f} s")

    def size(self) -> None:
        """Measure with as many orders as asked for."""
        with shown(f"{self.orders} orders more"):
            world.grow(self.server, self.orders)
        found = self.server.sql("SELECT COUNT(*) FROM sale_order", world.DATABASE)
        size = int(self.server.sql(f"SELECT pg_database_size('{world.DATABASE}')")) / 2**30
        self.note("orders in the database; its size", f"{found}; {size:.2f} GB")
        limit = max(1.0, size) * RTO_SECONDS_PER_GB
        goal = f"<= {limit:.0f} s (30 min per GB)"
        self._time("dump", lambda: tools.must(self.configuration, "dump"))
        again = self._time(
            "dump again, no file new", lambda: tools.must(self.configuration, "dump")
        )
        new = again.value("files_new")
        self.note("… files written anew", new, "0", holds=new == "0")
        kept = sum(p.stat().st_size for p in _newest(HOME / "backups" / "dumps").iterdir())
        self.note("size of a sealed dump", f"{kept / 2**20:.0f} MB")
        self._time(
            "base backup with pg_verifybackup", lambda: tools.must(self.configuration, "base")
        )
        kept = sum(p.stat().st_size for p in _newest(HOME / "backups" / "bases").iterdir())
        self.note("size of a sealed base backup", f"{kept / 2**20:.0f} MB")
        with shown("Proof by restore"):
            proof = tools.must(self.configuration, "verify")
        self.note(
            "RTO from a dump: restored, compared, checked, a page open",
            f"{proof.value('seconds')} s (restored and compared in "
            f"{proof.value('restored_seconds')} s)",
            goal,
            holds=float(proof.value("seconds")) <= limit,
        )
        self._back_to_a_moment(int(found), goal, limit)

    def _back_to_a_moment(self, orders: int, goal: str, limit: float) -> None:
        self.stamps = Stamps(self.server, world.DATABASE)
        self.stamps.begin()
        self.server.sql("TRUNCATE drill_stamp", world.DATABASE)
        for _stamp in range(50):
            self.stamps.put()
        moment = recovery.moment_between(self.stamps)
        recovery.destroy(self.server)
        recovery.reach_archive(self.server, self.configuration)
        self.server.burn_down()
        with shown(f"Restore to {moment}"):
            outcome = tools.must(self.configuration, "restore", "--to-time", moment)
        self.note(
            "RTO to a moment: replayed and checked",
            f"{outcome.seconds:.0f} s",
            goal,
            holds=outcome.seconds <= limit,
        )
        data = recovery.data_in(outcome.text)
        for label, table, wanted in (
            ("rows committed before the moment, all destroyed after it", "drill_stamp", 50),
            ("… orders", "sale_order", orders),
        ):
            query = f"SELECT COUNT(*) FROM {table}"
            found = int(recovery.asked_of(self.configuration, data, world.DATABASE, query))
            self.note(label, f"{found}/{wanted}", "all", holds=found == wanted)

    def _time(self, label: str, run: Callable[[], tools.Outcome]) -> tools.Outcome:
        with shown(label):
            outcome = run()
        self.note(label, f"{outcome.seconds:.0f} s")
        return outcome


WAL_KINDS = tuple(
    damages.Kind(name=name, harm=harm, says=says)
    for name, harm, says in (
        ("WAL segment missing", recovery.lose_segment, "the WAL archive has a gap"),
        ("WAL segment flipped", recovery.flip_segment, "was changed"),
        ("moment that the archive does not reach", recovery.ask_beyond, "the archive ends before"),
    )
)


def _newest(folder: Path) -> Path:
    return sorted(folder.iterdir())[-1]


@command
def main() -> int:
    """Run the whole drill."""
    parts = arguments.value("PARTS", ",".join(PARTS)).split(",")
    if not set(parts) <= set(PARTS):
        raise Problem(f"PARTS may name {', '.join(PARTS)}", "leave it away to run all.")
    bootstrap.prepare(MAIN)
    drill = Drill(number("ORDERS", 1_000_000))
    try:
        for part in parts:
            drill.run(part)
    finally:
        drill.server.stop()
    orders, chosen = drill.orders, ",".join(parts)
    show(
        Section(
            name="backup",
            title="Backup and restore",
            command=f"make backup-drill ORDERS={orders} PARTS={chosen}",
        ),
        ("figure", "seen", "goal", "verdict"),
        drill.rows,
        "Own server with fsync and checksums; orders have two lines each, beside the demo "
        "company. Times are of the whole command, on a machine that did other work too.",
    )
    shutil.rmtree(HOME, ignore_errors=True)
    return 0 if all(row[3] == "holds" for row in drill.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
