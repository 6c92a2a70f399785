# A door while everybody asks its API at once: how long each scan waits for its answer, beside a write and fdatasync on
# the same disk at the same pace under the same load. What asks takes the processors and the disk from both alike.
import contextlib
import os
import time

from disk import percentile, sync
from figures import Goal
from schools import LargeSchool
from service import Served

SCANS, A_SECOND = 400, 20


def measure(suite, folder):
    school = LargeSchool(suite, folder / "school", 4_000, 40, 200_000, each=5)
    codes = school.codes()[:SCANS]
    served = Served(suite, school, folder)
    loads = {"nobody": None, "16 who read": ("schedule", 16), "64 who write": ("toggle", 64)}

    def under(load):
        twin = school.copied("door")
        with contextlib.ExitStack() as stack:
            served.start(stack, twin.door_and_service())
            if load:
                name, connections = load
                stack.enter_context(served.load.beside(getattr(served, name), connections, SCANS // A_SECOND + 60))
            waits, synced = scanned(served.program, codes, folder)
        return [percentile(each, .99) for each in (waits, synced)]

    found = suite.in_turn(*(lambda load=load: under(load) for load in loads.values()), rounds=min(3, suite.rounds))
    for name, rounds in zip(loads, found):
        suite.figure(f"scan to answer, p99, beside {name}", "ms", [scan for scan, _ in rounds], "fdatasync, p99",
                     [plain for _, plain in rounds], Goal("above", 1))


def scanned(door, codes, folder):
    """Milliseconds of each scan, and of a sync half a step after it."""
    waits, synced = [], []
    file = os.open(folder / "synced", os.O_CREAT | os.O_RDWR, 0o600)
    began = time.perf_counter()
    for place, code in enumerate(codes):
        at_pace(began + place / A_SECOND)
        asked = time.perf_counter()
        door.send(code)
        answer = door.answer()
        waits.append((time.perf_counter() - asked) * 1000)
        if answer["outcome"] != "accepted":
            raise SystemExit(f"a scan was answered with {answer}")
        at_pace(began + (place + .5) / A_SECOND)
        synced.append(sync(file, place))
    os.close(file)
    return waits, synced


def at_pace(moment):
    """A queue's pace: whoever comes later than that comes at once."""
    time.sleep(max(0, moment - time.perf_counter()))
