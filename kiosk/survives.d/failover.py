# A hub's database that dies, is slow, and is taken over by its standby, under callers who write without pause. With a
# synchronous standby nothing that was answered is lost, and nothing is ever kept twice. The controls are a standby that
# is not synchronous, which must lose, and what is planted as lost and as kept twice, which must be found.
import contextlib
import itertools
import os
import signal
import time

from parts import cluster, traffic
from parts.agree import unclean
from parts.campus import Campus
from rig import Rig, School

STUDENTS = 300
# From the moment that there is a primary again until the service answers.
MOST_SECONDS = 10
STOPPED_SECONDS = 3


class Hub(School):
    """A school in a database of the servers, looked at by psql."""

    def __init__(self, rig, folder, students, servers, name="postgres"):
        self.servers, self.name = servers, name
        super().__init__(rig, folder, students, {"DATABASE": servers.address_of(name), "CONNECTIONS": 500})
        self.unscanned = itertools.chain(self.codes)

    def sql(self, query, database=None):
        return self.servers.primary.sql(query, database=self.name)


class Round:
    """What so many rounds came to."""

    def __init__(self):
        self.count = self.answered = 0
        self.lost, self.doubled, self.unclean, self.waits = [], [], [], []

    def look(self, hub, work, since):
        self.count += 1
        self.answered += work.answered - since
        lost = work.lost()
        self.lost += sorted(lost)
        work.forget(lost)
        self.doubled += work.doubled()
        self.unclean += unclean(hub)

    def tell(self, rig, what, loses=False):
        if loses:
            rig.row(f"control: answered, and lost in {self.count} {what}", f"{len(self.lost)} of {self.answered:,}",
                    "more than 0", bool(self.lost))
        else:
            rig.zero(f"answered, and lost in {self.count} {what}", self.lost, self.answered)
        rig.zero("  kept twice", self.doubled, self.answered)
        rig.zero("  not clean to `kiosk verify` after it", self.unclean, self.count)
        if self.waits:
            rig.row("  longest until it answers again", f"{max(self.waits):.1f} s", f"at most {MOST_SECONDS} s",
                    max(self.waits) <= MOST_SECONDS)


def fail_over(rig, hub, work, tally, is_synchronous):
    servers = hub.servers
    servers.wait_for_standby(is_synchronous)
    since = work.answered
    work.goes_on(rig.dice.randrange(40, 200))
    behind = [] if is_synchronous else servers.cut_off()
    if behind:
        work.goes_on(100)
    servers.primary.kill()
    servers.let_go(behind)
    # How long whoever promotes takes to see it.
    time.sleep(rig.dice.random() * 2)
    servers.change_places()
    promoted = time.monotonic()
    tally.waits.append(max(0, work.goes_on(20) - promoted))
    tally.look(hub, work, since)
    servers.rebuild()


def restart(rig, hub, work, tally):
    """The primary dies and comes back where it was; nobody is promoted."""
    hub.servers.wait_for_standby(True)
    since = work.answered
    work.goes_on(rig.dice.randrange(40, 200))
    hub.servers.primary.kill()
    time.sleep(rig.dice.random())
    hub.servers.primary.start()
    started = time.monotonic()
    tally.waits.append(max(0, work.goes_on(20) - started))
    tally.look(hub, work, since)


def slow(rig, hub, work, tally):
    """Its processes stand still for a while, and go on."""
    since = work.answered
    work.goes_on(rig.dice.randrange(40, 200))
    stopped = hub.servers.primary.titled("postgres: kiosk")
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(STOPPED_SECONDS)
    for pid in stopped:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
    going = time.monotonic()
    tally.waits.append(max(0, work.goes_on(20) - going))
    tally.look(hub, work, since)


def with_doors(rig, servers, folder, count):
    """Doors give what they have to a primary that dies with it: the standby that takes over never saw all of it."""
    servers.primary.sql("CREATE DATABASE doors")
    # As SQLite has it.
    servers.primary.sql("CREATE FUNCTION hex(bytea) RETURNS text LANGUAGE sql AS "
                        "$$ SELECT upper(encode($1, 'hex')) $$", database="doors")
    (folder / "doors").mkdir()
    campus = Campus(rig, folder / "doors", Hub(rig, folder / "doors", count * 30, servers, "doors"), 3)
    lacked = 0
    try:
        for _ in range(count):
            servers.wait_for_standby(False)
            campus.work(5)
            campus.until("everything is sent", campus.is_sent)
            behind = servers.cut_off()
            campus.work(rig.dice.randrange(5, 10))
            if rig.dice.random() < 0.5:
                campus.until("everything is sent", campus.is_sent)
            had = campus.there()
            servers.primary.kill()
            servers.let_go(behind)
            campus.work(rig.dice.randrange(3))
            servers.change_places()
            lacked += len(had - campus.there())
            campus.work(5)
            campus.until("what the new primary lacks is sent again", lambda: campus.is_sent() and not campus.lost())
            servers.rebuild()
        rig.row(f"entries of doors that {count} promoted standbys lacked", lacked, "more than 0", lacked > 0)
        campus.tell("doors through failovers, standby not synchronous")
    finally:
        campus.end()


def planted(rig, hub, work):
    """One that is taken out, and one that is put in beside itself."""
    one, other = sorted(work.marks)[:2]
    hub.sql(f"DELETE FROM evidence WHERE remark = '{one}'")
    names = hub.sql("SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns "
                    "WHERE table_name = 'evidence' AND column_name NOT IN ('row', 'id', 'seq')")[0]
    hub.sql(f"INSERT INTO evidence (id, seq, {names}) SELECT substr(sha256(id), 1, 16), 1000000000, {names} "
            f"FROM evidence WHERE remark = '{other}'")
    found = sorted(work.lost()), [row.split("|")[0] for row in work.doubled()]
    rig.row("control: planted as lost, and as kept twice", f"{len(found[0])}, {len(found[1])}", "1, 1",
            found == ([one], [other]))


def rounds(rig, hub, count, *kinds):
    """The kinds by turns, under one service, which is not started again whatever happens."""
    service = hub.service()
    work = traffic.Traffic(hub, service)
    tallies = [Round() for _ in kinds]
    for _ in range(count):
        for kind, tally in zip(kinds, tallies):
            kind(rig, hub, work, tally)
    work.end()
    lost, doubled = work.lost(), work.doubled()
    rig.zero("answers but yes and try again", work.wrong, work.answered)
    rig.zero("lost or kept twice at the end", sorted(lost) + doubled, work.answered)
    rig.row("the service ended in order", service.end(), "0", service.process.returncode == 0)
    return work, tallies


def main():
    rig = Rig("Failing over")
    count, others = (50, 10) if rig.long else (5, 1)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(rig.folder())
        servers = cluster.Cluster(folder)
        stack.callback(servers.end)
        hub = Hub(rig, folder, STUDENTS * (10 if rig.long else 1), servers)
        servers.rebuild()
        synchronous = lambda *given: fail_over(*given, True)
        other = lambda *given: fail_over(*given, False)
        work, (kept, lossy) = rounds(rig, hub, count, synchronous, other)
        kept.tell(rig, "failovers, standby synchronous")
        lossy.tell(rig, "failovers, standby not", loses=True)
        print(f"told    {servers.rewound} of {2 * count + 1} standbys were rewound, the others copied", flush=True)
        work, (again, still) = rounds(rig, hub, others, restart, slow)
        again.tell(rig, "kill -9 of the primary that came back")
        still.tell(rig, f"times {STOPPED_SECONDS} s in which it stood still")
        pooler = cluster.Pooler(servers.folder, servers.primary)
        stack.callback(pooler.end)
        hub.settings["DATABASE"] = pooler.address
        work, (again, still) = rounds(rig, hub, others, restart, slow)
        again.tell(rig, "kill -9 behind pgbouncer")
        still.tell(rig, f"times {STOPPED_SECONDS} s behind pgbouncer")
        planted(rig, hub, work)
        with_doors(rig, servers, folder, count)
    rig.done()


main()
