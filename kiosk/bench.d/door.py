# A scan in a pipe, one after the answer to the other, beside plain C that keeps the same rows as durably.
import subprocess

from figures import Goal
from schools import ROOM, LargeSchool

SCANS = 450


def asked(suite, codes, *command, **more):
    """Microseconds from a line to its answer: p50 and p99."""
    done = subprocess.run([suite.tool, "lines", str(SCANS), codes, *map(str, command)], capture_output=True, text=True,
                          **more)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr}")
    return tuple(map(float, done.stdout.split()))


def measure(suite, folder):
    school = LargeSchool(suite, folder / "school", 50_000, 100, 200_000)
    codes = folder / "codes"
    codes.write_text("".join(code + "\n" for code in school.codes()))

    def ours():
        twin = school.copied("ours")
        return asked(suite, codes, suite.arguments.program, "run", "--room", ROOM, "--screen", "json",
                     "--listen", "off", env=twin.environment)

    def plain():
        twin = school.copied("plain")
        return asked(suite, codes, suite.tool, "baseline", twin.database)

    scans, commits = suite.in_turn(ours, plain, rounds=suite.rounds + 2)
    for place, name in enumerate(("p50", "p99")):
        suite.figure(f"scan to durable to answer, {name}", "us", [each[place] for each in scans],
                     "plain C SQLite", [each[place] for each in commits], Goal("ratio", 2) if place == 0 else None)
