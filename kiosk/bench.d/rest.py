# What a door that shows an open session, and a service that nobody asks, hold and use; beside a plain C program that
# asks SQLite each second whether the same school has changed.
import contextlib
import os
import subprocess
import time

from figures import Goal
from processes import OnTerminal, memory, run_time
from schools import DEMO_ROOM, demo_school

SETTLING, SECONDS = 30, int(os.environ.get("KIOSK_BENCH_IDLE_SECONDS", 60))


@contextlib.contextmanager
def watching(suite, school):
    with subprocess.Popen([suite.tool, "watch", school.database]) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def measure(suite, folder):
    for name in "door", "service":
        (folder / name).mkdir()
    schools = [demo_school(suite, folder / name) for name in ("door", "service")]
    with contextlib.ExitStack() as stack:
        door = stack.enter_context(OnTerminal(
            [suite.arguments.program, "run", "--room", DEMO_ROOM, "--listen", "127.0.0.1:0"], schools[0].environment))
        door.drawn("of 60 present")
        door.look_away()
        service = schools[1].service()
        stack.callback(service.end)
        plain = stack.enter_context(watching(suite, schools[0]))
        pids = {"door": door.process.pid, "service": service.process.pid}
        # What they hold at rest is what they hold this long after their start.
        time.sleep(SETTLING)
        for name, pid in pids.items():
            (resident, own), (least, least_own) = memory(pid), memory(plain)
            suite.figure(f"memory of a {name} after {SETTLING} s, resident", "MB", [resident], "plain C SQLite",
                         [least], Goal("seen", 32))
            suite.figure(f"of that its own, and its part of what is shared (PSS), {name}", "MB", [own],
                         "plain C SQLite", [least_own])
        shares = {pid: [] for pid in [*pids.values(), plain]}
        for _ in range(suite.rounds):
            before, began = {pid: run_time(pid) for pid in shares}, time.monotonic()
            # How long it is watched; nothing is waited for.
            time.sleep(SECONDS / suite.rounds)
            for pid, samples in shares.items():
                samples.append((run_time(pid) - before[pid]) / (time.monotonic() - began) * 100)
        for name, pid in pids.items():
            suite.figure(f"CPU of a {name} at rest, of a core", "%", shares[pid], "plain C SQLite", shares[plain],
                         Goal("seen", 0.2))
