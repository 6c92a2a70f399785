# Death at any moment: `kill -9` under load, and in every system call that writes, of whatever is done to a school.
# What was answered as done is there afterwards, nothing is kept by half, and the next start just works.
# The controls are a door that answers before it has committed, and halves planted in a database: both must be found.
import contextlib
import sys
import time

from parts import acts, agree, load, sweep
from rig import ROOM, Rig

STUDENTS = 700

# A door that says yes as soon as a card is read, and only then hands it to the real one; but for the first card, by
# which the real one is known to be at work.
EARLY = """
import subprocess, sys
door = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
real = None
for line in iter(sys.stdin.readline, ""):
    if real:
        print('{"outcome": "accepted"}', flush=True)
    door.stdin.write(line.encode())
    door.stdin.flush()
    if not real:
        real = door.stdout.readline().decode()
        print(real, end="", flush=True)
"""


class Toll:
    """What so many deaths cost."""

    def __init__(self):
        self.deaths = self.answered = 0
        self.lost, self.halves, self.unclean, self.starts = [], [], [], []


@contextlib.contextmanager
def working(rig):
    with rig.school(STUDENTS) as school:
        yield school, load.Work(rig, school)


def die(rig, work, door, workers):
    """Lets them work for a while that chance picks, and kills whatever runs."""
    worker = rig.dice.choice(workers)
    enough = worker.done + rig.dice.randrange({load.Scanning: 90, load.Asking: 14, load.Commanding: 3}[type(worker)])
    while worker.is_alive() and worker.done < enough:
        worker.join(0.0005)
    # Not always upon an answer: the moment of death is what chance picks here, and nothing waits for it.
    time.sleep(rig.dice.random() * 0.03)
    for one in workers:
        one.isEnding = True
        if isinstance(one, load.Commanding):
            one.kill()
    door.kill()
    for one in workers:
        one.join(30)
        if one.fault:
            raise one.fault


def deaths(rig, count, kinds=(load.Scanning, load.Asking, load.Commanding), most=7, wrap=()):
    toll = Toll()
    while toll.deaths < count:
        with working(rig) as (school, work):
            for _ in range(min(most, count - toll.deaths)):
                door = school.door_and_service(wrap) if load.Asking in kinds else school.door(wrap)
                workers = [kind(work, door) for kind in kinds]
                for worker in workers:
                    worker.start()
                die(rig, work, door, workers)
                toll.deaths += 1
                # Whoever comes next: sometimes our own look, sometimes another program's.
                looks = [lambda: toll.unclean.extend(agree.unclean(school)),
                         lambda: toll.halves.extend(agree.halves(school))]
                rig.dice.shuffle(looks)
                for look in looks:
                    look()
                toll.lost += sorted(set(work.lost()) - set(toll.lost))
                toll.starts += starts(school, work)
            toll.answered += work.answered
    return toll


def starts(school, work):
    """What the next start has against it: a door that does not answer, a check code that nobody knows."""
    code = next(iter(work.present), school.codes[0])
    done = school.run("run", "--room", ROOM, "--screen", "json", "--listen", "off", lines=code + "\n")
    if done.returncode or '"outcome":"repeated"' not in done.stdout and '"outcome":"accepted"' not in done.stdout:
        return [f"a door ended with {done.returncode}: {done.stdout} {done.stderr}"]
    receipt = school.sql("SELECT receipt FROM attempt WHERE outcome = 'accepted' ORDER BY moment DESC LIMIT 1")[0]
    done = school.run("receipt", receipt)
    return [f"receipt: {done.stdout} {done.stderr}"] if done.returncode else []


class Swept:
    """What a sweep over the calls of one act found."""

    def __init__(self):
        self.calls = self.deaths = 0
        self.halves, self.unclean, self.again, self.behind = [], [], [], []


def sweep_of(rig, act, most):
    """Dies in one call after another of an act: all there or nothing, clean, and done when it is done again."""
    swept = Swept()
    log = act.school.folder / "log"
    act.again()
    if not act.run(sweep.strace(log, "-e", "trace=" + ",".join(sweep.CALLS))) or act.state() != 1 or act.halves():
        raise SystemExit(f"{act.name} does not work: {act.state()} {act.halves()} {act.said}")
    calls = sweep.calls(log)
    aims = sweep.aims(calls, act.school.data)
    swept.behind = [str(call) for number, call in enumerate(calls) if call.writes and number not in aims]
    swept.calls = len(aims)
    for number in sweep.spread(rig, aims, most):
        act.again()
        answered = act.run(sweep.strace(log, *sweep.inject(aims[number], "signal=SIGKILL")))
        if not act.died:
            # Another run, with a call fewer: nothing died, so all must be there.
            swept.halves += [] if act.state() == 1 else [f"{calls[number]}: ran to its end, and {act.state()}"]
            continue
        swept.deaths += 1
        where = f"{act.name}, {calls[number]}: "
        state = act.state()
        if state not in (0, 1) or answered and state != 1:
            swept.halves.append(where + f"{state}, answered {answered}")
        if act.name != "a migration":
            swept.halves += [where + half for half in act.halves()]
        swept.unclean += [where + one for one in agree.unclean(act.school)]
        if not (act.run() or state == 1) or act.state() != 1 or act.halves():
            swept.again.append(where + f"{act.state()}: {act.said}")
    return swept


PLANTED = {
    "evidence gone": "DELETE FROM evidence WHERE row = (SELECT max(row) FROM evidence)",
    "attempt gone": "DELETE FROM attempt WHERE id = (SELECT id FROM attempt WHERE outcome = 'accepted' LIMIT 1)",
    "record gone": "PRAGMA foreign_keys = OFF; DELETE FROM record WHERE id = 1",
    "record undone": "UPDATE record SET number = NULL WHERE id = 1",
    "receipt gone": "UPDATE attempt SET receipt = NULL WHERE outcome = 'accepted'",
    "count one short": "UPDATE tally SET count = 0 WHERE user_id = (SELECT user_id FROM record WHERE id = 1)",
    "interval left open": "UPDATE checkin_session SET status = 'closed'",
    "audit's last row gone": "DROP TRIGGER audit_is_kept; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
}


def planted(school, act):
    """Those halves that no look found."""
    missed = []
    for what, sql in PLANTED.items():
        act.again()
        school.sql(sql)
        if not act.halves():
            missed.append(what)
    return missed


def told(rig, toll, count):
    rig.zero(f"answered as done, and lost in {count:,} kill -9", toll.lost, toll.answered)
    rig.zero("half kept after them", toll.halves, toll.deaths)
    rig.zero("not clean to `kiosk verify` after them", toll.unclean, toll.deaths)
    rig.zero("next starts that did not work", toll.starts, toll.deaths)


def main():
    rig = Rig("Deaths")
    count, control, most = (1_000, 10, 100_000) if rig.long else (20, 3, 3)
    told(rig, deaths(rig, count), count)
    early = deaths(rig, control, (load.Scanning,), wrap=(sys.executable, "-c", EARLY))
    rig.row(f"control: lost by a door that answers early, {control} deaths", f"{len(early.lost)} of {early.answered:,}",
            "more than 0", bool(early.lost))
    sweeps(rig, most)
    rig.done()


def sweeps(rig, most):
    with rig.school(40) as school:
        every = acts.all_of(rig, school)
        behind = []
        for act in every:
            swept = sweep_of(rig, act, most)
            rig.zero(f"half kept, {swept.deaths} of {swept.calls} calls of {act.name}", swept.halves, swept.deaths)
            rig.zero("  then not clean, or not done when done again", swept.unclean + swept.again, swept.deaths)
            if rig.long:
                rig.row("  runs that no call ended, as a thread was slower", swept.calls - swept.deaths, "below 5 %",
                        (swept.calls - swept.deaths) * 20 < swept.calls)
            behind += swept.behind
        why = "strace counts by thread, and another's call stands before; dead before and after them"
        rig.skipped(f"{len(behind)} calls ({', '.join(sorted(set(behind)))})", why)
        missed = planted(school, every[0])
        rig.row("control: halves planted and found", f"{len(PLANTED) - len(missed)} of {len(PLANTED)}", "all",
                not missed)
        for one in missed:
            print(f"        {one}", flush=True)


main()
