# Clocks that lie under a door: changes of six zones' time both ways, minute by minute; steps of an hour while it runs;
# a start in 1970, set right later; the ends of 32 bits and of this century's leap years. The machine's clock, and
# whether somebody keeps it, are said by a library before the program's; the clock that only runs on is the real one.
# (libfaketime knows nothing of who keeps a clock, and the two must change at once.)
# The control is a clock that lies while somebody vouches for it: there must be wrong lates, or none proves nothing.
import datetime
import mmap
import pathlib
import struct
import subprocess
import tempfile
import time
import zoneinfo

from rig import Rig, School

UTC = datetime.timezone.utc
GRACE, HOUR = 10, 3600

FAKED = """
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>
/* Nanoseconds ahead; the lowest bit: somebody keeps it. */
static long said(void) {
    static volatile long *place;
    if (!place) {
        int file = open(getenv("RIG_CLOCK"), O_RDONLY);
        place = mmap(0, sizeof *place, PROT_READ, MAP_SHARED, file, 0);
        close(file);
    }
    return *place;
}
int clock_gettime(clockid_t clock, struct timespec *time) {
    int failed = syscall(SYS_clock_gettime, clock, time);
    if (failed || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return failed;
    long all = time->tv_sec * 1000000000 + time->tv_nsec + (said() & ~1L);
    time->tv_sec = all / 1000000000;
    time->tv_nsec = all % 1000000000;
    return 0;
}
int gettimeofday(struct timeval *time, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
int adjtimex(struct timex *state) {
    memset(state, 0, sizeof *state);
    if (!(said() & 1)) state->status = STA_UNSYNC;
    return said() & 1 ? TIME_OK : TIME_ERROR;
}
"""


class FakedClock:
    """The clock of all programs that are given `environment`."""

    def __init__(self, folder):
        library, file = folder / "clock.so", folder / "clock"
        subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", library], input=FAKED, text=True, check=True)
        file.write_bytes(bytes(8))
        with open(file, "r+b") as opened:
            self.place = mmap.mmap(opened.fileno(), 8)
        self.environment = {"LD_PRELOAD": str(library), "RIG_CLOCK": str(file)}

    def ahead(self, seconds, kept):
        """So many seconds ahead of the real clock, and whether somebody vouches for it; both at once."""
        self.place[:] = struct.pack("q", int(seconds * 1e9) & ~1 | kept)

    def at(self, moment, kept=True):
        self.ahead(moment.timestamp() - time.time(), kept)


class ClockSchool(School):
    """A school in a zone of its own, at a time of its own."""

    def __init__(self, rig, folder, students, clock, begins, zone):
        self.clock, self.begins = clock, begins.astimezone(zoneinfo.ZoneInfo(zone))
        super().__init__(rig, folder, students, {"time_zone": zone, "grace_minutes": GRACE})

    @property
    def environment(self):
        return super().environment | self.clock.environment

    def today(self):
        return self.begins.date()

    def starts(self):
        return self.begins.strftime("%H:%M")

    def standing(self, codes):
        """Number, flags and time of each one's record, in order of the codes."""
        rows = self.sql("SELECT u.code, r.number, r.flags, r.checkin_time FROM record r "
                        "JOIN user u ON u.id = r.user_id WHERE r.number IS NOT NULL")
        kept = {code: (int(number), flags, int(at)) for code, number, flags, at in (row.split("|") for row in rows)}
        return [kept.get(code) for code in codes]

    def settled(self, codes, within=60):
        """As `standing`, once nobody's clock is in doubt any more, or with doubts where that never comes."""
        deadline = time.monotonic() + within
        while any(one is None or "clock" in one[1] for one in self.standing(codes)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.standing(codes)


def scanned(door, codes):
    door.send(*codes)
    return [door.answer() for _ in codes]


def changes(zone, first, last):
    """The changes of a zone's clocks between two years, as Python knows them: instants."""
    place, found = zoneinfo.ZoneInfo(zone), []
    at, end = datetime.datetime(first, 1, 1, tzinfo=UTC), datetime.datetime(last, 1, 1, tzinfo=UTC)
    while at < end:
        following = at + datetime.timedelta(minutes=30)
        if at.astimezone(place).utcoffset() != following.astimezone(place).utcoffset():
            found.append(following)
        at = following
    return found


def through(rig, folder, clock, zone, change):
    """A lesson that begins five minutes before a change, and a student each minute after; what was wrongly settled."""
    begins = change - datetime.timedelta(minutes=5)
    clock.at(begins - datetime.timedelta(minutes=2))
    school = ClockSchool(rig, folder, 24, clock, begins, zone)
    door, wrong = school.door(), []
    for minute, code in enumerate(school.codes):
        # Half a minute past, so that no second of the machine decides.
        clock.at(begins + datetime.timedelta(minutes=minute, seconds=30))
        status = (scanned(door, [code])[0] or {}).get("status")
        if status != ("present" if minute < GRACE else "late"):
            wrong.append(f"{zone} {change:%Y-%m-%d}: {status} {minute} minutes after the start")
    door.end()
    return len(school.codes), wrong


ZONES = [("Europe/Berlin", 2026), ("America/New_York", 2026), ("Australia/Lord_Howe", 2026),
         ("America/Sao_Paulo", 2018), ("Pacific/Apia", 2011), ("Asia/Kolkata", 2026)]


def zones(rig, folder, clock):
    scans, wrong, count = 0, [], 0
    for zone, year in ZONES:
        found = changes(zone, year, year + (20 if rig.long and year == 2026 else 1))
        # Where clocks never change, a day in March is as good as any.
        found = found or [datetime.datetime(year, 3, 29, 1, tzinfo=UTC)]
        for change in found if rig.long else [rig.dice.choice(found)]:
            place = folder / f"zone-{count}"
            place.mkdir()
            made, amiss = through(rig, place, clock, zone, change)
            scans, wrong, count = scans + made, wrong + amiss, count + 1
    rig.zero(f"wrong lates in {count} changes of six zones' clocks", wrong, scans)


def step(rig, folder, clock, seconds):
    """A step that nobody vouches for, scans, and the step taken back."""
    clock.ahead(0, kept=False)
    school = ClockSchool(rig, folder, 40, clock, datetime.datetime.now(UTC), "UTC")
    before, during, after = school.codes[:10], school.codes[10:30], school.codes[30:]
    door, begun = school.door(), time.time()
    answers = scanned(door, before)
    clock.ahead(seconds, kept=False)
    answers += scanned(door, during)
    doubted = school.standing(during)
    clock.ahead(0, kept=False)
    standing = school.settled(school.codes[:30])
    answers += scanned(door, after)
    standing += school.standing(after)
    ended = time.time()
    door.end()
    what = f"a step of {seconds / HOUR:+.0f} h"
    refused = [answer for answer in answers if (answer or {}).get("outcome") != "accepted"]
    rig.zero(f"refused under {what}", refused, len(answers))
    rig.zero(f"late or not flagged while {what} is in doubt",
             [one for one in doubted if one is None or one[0] != 1 or "clock_uncertain" not in one[1]], len(doubted))
    right = [one for one in standing if one and one[0] == 1 and not one[1] and begun - 1 <= one[2] / 1000 <= ended + 1]
    rig.zero(f"late, flagged or misdated after {what}", len(standing) - len(right), len(standing))


def vouched(rig, folder, clock):
    """The control: the same step, and somebody says that it is right."""
    clock.ahead(0, kept=True)
    school = ClockSchool(rig, folder, 20, clock, datetime.datetime.now(UTC), "UTC")
    door = school.door()
    scanned(door, school.codes[:1])
    clock.ahead(HOUR, kept=True)
    late = [answer for answer in scanned(door, school.codes[1:]) if (answer or {}).get("status") == "late"]
    door.end()
    rig.row("control: wrong lates where a lie is vouched for", f"{len(late)} of 19", "more than 0", bool(late))


def without_battery(rig, folder, clock, opened_ago, status):
    """A door that wakes in 1970, and is set right while it runs."""
    clock.ahead(-opened_ago, kept=True)
    begins = datetime.datetime.now(UTC) - datetime.timedelta(seconds=opened_ago)
    school = ClockSchool(rig, folder, 20, clock, begins, "UTC")
    clock.ahead(10 - time.time(), kept=False)
    door = school.door()
    answers = scanned(door, school.codes)
    accepted = [answer for answer in answers if (answer or {}).get("outcome") == "accepted"]
    doubted = [one for one in school.standing(school.codes) if one and one[0] == 1 and "clock_uncertain" in one[1]]
    clock.ahead(0, kept=True)
    standing = school.settled(school.codes)
    door.end()
    right = [one for one in standing
             if one and one[0] == status and not one[1] and abs(one[2] / 1000 - time.time()) < 300]
    word = {1: "present", 2: "late"}[status]
    rig.zero("not kept, or not flagged, by a door in 1970", 20 - min(len(accepted), len(doubted)), 20)
    rig.zero(f"not {word} once the clock is known", 20 - len(right), 20)


def ends(rig, folder, clock):
    """Scans over the moments at which numbers of clocks run over."""
    for moment in datetime.datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), datetime.datetime(2100, 3, 1, tzinfo=UTC):
        place = folder / f"{moment:%Y}"
        place.mkdir()
        begins = moment - datetime.timedelta(minutes=2)
        clock.at(begins)
        school = ClockSchool(rig, place, 20, clock, begins.replace(second=0), "UTC")
        door = school.door()
        for half, codes in enumerate((school.codes[:10], school.codes[10:])):
            clock.at(moment + datetime.timedelta(seconds=30 if half else -30))
            scanned(door, codes)
        door.end()
        standing = school.standing(school.codes)
        right = [one for place, one in enumerate(standing) if one and one[0] == 1 and not one[1]
                 and 0 <= one[2] / 1000 - (moment.timestamp() + (30 if place >= 10 else -30)) < 60]
        rig.zero(f"wrong around {moment:%Y-%m-%d %H:%M:%S}", 20 - len(right), 20)


def main():
    rig = Rig("Clocks that lie")
    with tempfile.TemporaryDirectory(prefix="kiosk-clock-") as name:
        folder = pathlib.Path(name)

        def place(what):
            (folder / what).mkdir()
            return folder / what

        clock = FakedClock(folder)
        for seconds in HOUR, -HOUR:
            step(rig, place(f"step{seconds}"), clock, seconds)
        without_battery(rig, place("present"), clock, 0, 1)
        without_battery(rig, place("late"), clock, 1800, 2)
        ends(rig, folder, clock)
        zones(rig, folder, clock)
        vouched(rig, place("vouched"), clock)
    rig.done()


main()
