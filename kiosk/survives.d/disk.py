# A disk that fails, fills up, turns read-only, or gives back something else than was written. The program never says
# yes to what is not kept, says what to do, and goes on by itself when the disk does. The controls are a failure that is
# taken for a yes, and a record changed behind the program's back: both must be found.
import pathlib
import re
import shutil
import tempfile

from parts import acts, agree, corrupt, full, sweep
from rig import ROOM, Rig

ERRORS = "EIO", "ENOSPC", "EROFS"
# A sentence that tells a person what to do has one of these.
CURE = re.compile(r"\b(Free some space|Check|Ask a teacher|Tell the office|Give this account|Put|Try again|"
                  r"[Rr]estore|Wait|Install|Name another|Look)\b")

# What is worked out anew from what is recorded, and what is on its way: of a change in these alone nothing tells. All
# else seals itself or stands in an index once more, the text of the schema too.
UNSEALED = re.compile(rb"INSERT INTO (tally|homeroom_tally|reply|journal|hub_link|door_journal|received|quarantine|"
                      rb"enrolment_code|feed_\w+|sqlite_sequence|grdb_migrations)\b|DELETE FROM sqlite_sequence")


class Found:
    def __init__(self):
        self.runs = self.failed = 0
        self.falsely, self.halves, self.silent, self.again = [], [], [], []


def failing(rig, act, most, found):
    """Every call of an act fails once, or some times on end; then the disk is well, and it is done again."""
    log = act.school.folder / "log"
    act.again()
    if not act.run(sweep.strace(log, "-e", "trace=" + ",".join(sweep.CALLS))) or act.state() != 1:
        raise SystemExit(f"{act.name} does not work: {act.said}")
    calls = sweep.calls(log)
    aims = sweep.aims(calls, act.school.data)
    for turn, number in enumerate(sweep.spread(rig, aims, most)):
        error = ERRORS[(turn + number) % len(ERRORS)]
        scope, name, when = aims[number]
        # Without a file of its own the calls after it are of whatever else the thread wakes or tells: no disk's.
        if turn % 2 and scope:
            when = f"{when}..{when + rig.dice.randint(1, 6)}"
        fail(act, (scope, name, when), error, f"{act.name}, {error} from {calls[number]} ({when}): ", found,
             mustTell=calls[number].place.startswith(str(act.school.folder)))


def fail(act, aim, error, where, found, mustTell=True):
    """`mustTell` is false where it is the telling itself that fails."""
    act.again()
    log = act.school.folder / "log"
    try:
        answered = act.run(sweep.strace(log, *sweep.inject(aim, f"error={error}")))
    except SystemExit:
        # A wake-up that fails keeps a thread asleep, and no disk does that.
        if sweep.missed(log):
            return
        raise
    found.runs += 1
    state = act.state()
    if answered and state != 1:
        found.falsely.append(f"{where}{state}: {act.said}")
    if not answered:
        found.failed += 1
        if act.crashed or "Fatal error" in act.said or mustTell and not CURE.search(act.said):
            found.silent.append(where + act.said.strip()[-300:])
    if state not in (0, 1):
        found.halves.append(f"{where}{state}")
    if act.name != "a migration":
        found.halves += [where + half for half in act.halves()]
    unclean = agree.unclean(act.school)
    if unclean or not (act.run() or state == 1) or act.state() != 1 or act.halves():
        found.again.append(f"{where}{unclean} {act.state()}: {act.said.strip()[-300:]}")


def errors(rig, most):
    with rig.school(40) as school:
        found = Found()
        every = acts.all_of(rig, school)
        every.append(acts.Post("a check-in by the API", school, every[0].start))
        for act in every:
            failing(rig, act, most, found)
        rig.zero(f"false yes: {found.runs} calls of {len(every)} acts, {', '.join(ERRORS)} in turn", found.falsely,
                 found.failed)
        rig.zero("half kept after them", found.halves, found.runs)
        rig.zero("failures that did not say what to do", found.silent, found.failed)
        rig.zero("not done, once the disk was well", found.again, found.runs)


class Spoilt:
    """What came of so many spoilt databases."""

    def __init__(self):
        self.found = self.harmless = self.newer = self.readable = 0
        self.crashes, self.unnoticed, self.texts, self.silent, self.lasting = [], [], [], [], []


def states(school):
    """A school as a death left it, and as it was left well, with a backup that lacks some; and what each holds."""
    third = len(school.codes) // 3
    door = school.door()
    scan(door, school.codes[:third])
    school("mark", school.codes[3], "late", "--session", school.session)
    school("backup")
    scan(door, school.codes[third:2 * third])
    killed = school.copy("killed")
    door.end()
    school("session", "show", school.session)
    clean = school.copy("clean")
    return [(state, truth(school, state)) for state in (killed, clean)]


def scan(door, codes):
    door.send(*codes)
    for _ in codes:
        if door.answer()["outcome"] != "accepted":
            raise SystemExit(f"no school to spoil: {door.said()}")


def truth(school, state):
    shutil.rmtree(school.data)
    shutil.copytree(state, school.data)
    return corrupt.dump(school)


def spoil(rig, count):
    spoilt = Spoilt()
    with rig.school(300, backup_at="off") as school:
        every = states(school)
        for _ in range(count):
            state, whole = rig.dice.choice(every)
            shutil.rmtree(school.data)
            shutil.copytree(state, school.data)
            look(rig, school, corrupt.spoil(rig.dice, school), whole, spoilt)
    return spoilt


def look(rig, school, how, whole, spoilt):
    """What is said of a spoilt school, what a door does in it, and whether its backup brings it back."""
    damaged = school.copy("damaged")
    verified = school.run("verify", "--json")
    told = verified.stdout + verified.stderr
    if verified.returncode == 0:
        changed = sorted(set(corrupt.dump(school)) ^ set(whole))
        spoilt.harmless += not changed
        if changed:
            believed = [line for line in changed if not UNSEALED.match(line)]
            (spoilt.unnoticed if believed else spoilt.texts).append(f"{how}: {(believed or changed)[0][:150]}")
    else:
        spoilt.found += 1
        spoilt.silent += [] if CURE.search(told) else [f"{how}: {told}"]
    door = school.run("run", "--room", ROOM, "--screen", "json", "--listen", "off", lines=school.codes[-1] + "\n")
    reading = school.run("export", "--format", "csv")
    for done in verified, door, reading:
        if done.returncode < 0 or "Fatal error" in done.stderr:
            spoilt.crashes.append(f"{how}: {done.args}: {done.returncode} {done.stderr[-300:]}")
    if verified.returncode:
        bring_back(school, damaged, how, whole, spoilt)
    shutil.rmtree(damaged)


def bring_back(school, damaged, how, whole, spoilt):
    """The way back by the backup must always work; and what can still be read of what is newer."""
    restored = school.run("restore", "latest", "--force")
    kept = set(corrupt.dump(school))
    again = school.run("run", "--room", ROOM, "--screen", "json", "--listen", "off", lines=school.codes[0] + "\n")
    isWell = restored.returncode == 0 and '"outcome":"repeated"' in again.stdout
    if not isWell or agree.unclean(school) or agree.halves(school):
        spoilt.lasting.append(f"{how}: {restored.stderr}{again.stdout}{again.stderr}")
    newer = {line for line in whole if line.startswith(b"INSERT INTO record ")} - kept
    spoilt.newer += len(newer)
    spoilt.readable += len(newer & corrupt.readable(damaged / "kiosk.sqlite"))


def spoils(rig, count):
    spoilt = spoil(rig, count)
    rig.zero(f"crashes on {count:,} spoilt databases", spoilt.crashes, count)
    noticeable = count - spoilt.harmless
    rig.zero("a school that was spoilt, and it was called whole", spoilt.unnoticed, noticeable)
    rig.zero("called damaged without saying what to do", spoilt.silent, spoilt.found)
    rig.zero("not well after `kiosk restore latest --force`", spoilt.lasting, spoilt.found)
    rig.row("  spoilt where nothing stands: all there, and equal", f"{spoilt.harmless} of {count:,}", "told", True)
    rig.row("  records newer than the backup that sqlite3 still reads", f"{spoilt.readable:,} of {spoilt.newer:,}",
            "told", True)
    rig.skipped(f"{len(spoilt.texts)} of {noticeable:,} spoilt in what is not sealed, and called whole",
                "SQLite keeps no checksum of a page, and what is worked out anew, or on its way, has no seal")
    for one in spoilt.texts[:5]:
        print(f"        {one}", flush=True)


def full_disks(rig, rounds):
    why = full.cannot()
    if why:
        return rig.skipped("disks that are full or read-only", why)
    seen = full.Seen()
    with tempfile.TemporaryDirectory(prefix="kiosk-disk-") as one, tempfile.TemporaryDirectory() as other:
        filled = full.fills(rig, pathlib.Path(one), rounds, seen, CURE)
        turned = full.turns(rig, pathlib.Path(other), rounds, seen, CURE)
    what = f"{filled} times full and {turned} times read-only, under a door"
    rig.zero(f"false yes: {what}", seen.falsely, seen.asked if filled and turned else 0)
    rig.zero("  answers and log that did not say what to do", seen.silent, seen.asked)
    rig.zero("  doors that did not go on when the disk did", seen.stuck, filled + turned)


def controls(rig):
    """What is planted must be found: a yes that is none, a status that nobody settled."""
    with rig.school(40) as school:
        # After a death nothing is written at the opening: what fails is the check-in itself.
        act = acts.all_of(rig, school)[1]
        honest, found = act.run, Found()
        act.run = lambda wrap=(): honest(wrap) or True
        fail(act, (f"{school.database}-wal", "pwrite64", "1+"), "EIO", "", found)
        rig.row("control: a failure that is taken for a yes", len(found.falsely), "found", bool(found.falsely))
        act.again()
        school.sql("UPDATE record SET number = 0 WHERE id = 1")
        said = agree.unclean(school)
        rig.row("control: a status changed by sqlite3", "found" if said else "not found", "found by verify",
                bool(said) and "Record 1 was changed" in said[0])


def main():
    rig = Rig("Disk")
    errors(rig, 100_000 if rig.long else 3)
    full_disks(rig, 10 if rig.long else 1)
    spoils(rig, 2_000 if rig.long else 40)
    controls(rig)
    rig.done()


if __name__ == "__main__":
    main()
