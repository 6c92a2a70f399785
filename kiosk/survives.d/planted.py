# The judge of leaks before the court: it must call what leaks on purpose a leak, and what does not, none.
import sqlite3
import subprocess
import sys

from gauges import Gauges, leaks

SAMPLES = 60

PROCESS = """
import os, sys, threading
kept = []
for line in sys.stdin:
    if sys.argv[1] == "leaks":
        thread = threading.Thread(target=threading.Event().wait, daemon=True)
        thread.start()
        kept.append((bytearray(os.urandom(262_144)), open("/dev/null"), thread))
    print(flush=True)
"""


def process(kind):
    """Readings of a process that keeps something at every turn, or nothing."""
    child = subprocess.Popen([sys.executable, "-c", PROCESS, kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True)
    try:
        samples = []
        for _ in range(SAMPLES):
            child.stdin.write("\n")
            child.stdin.flush()
            child.stdout.readline()
            samples.append(Gauges(child.pid).read())
        return samples
    finally:
        child.kill()
        child.wait()


def log(queue, school, is_held):
    """Readings of the log beside check-ins; a reader of another process may hold it."""
    gauges = Gauges(queue.door.process.pid, school.database)
    reader = sqlite3.connect(f"file:{school.database}?mode=ro", uri=True, isolation_level=None)
    try:
        if is_held:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM record").fetchone()
        samples = []
        for _ in range(SAMPLES):
            queue.times(40)
            samples.append(gauges.read())
        return samples
    finally:
        reader.close()


def controls(rig, school, queue):
    found = leaks(process("leaks"))
    rig.row("control: a process that grows leaks", ", ".join(found) or "nothing", "memory, descriptors, threads",
            {"memory", "descriptors", "threads"} <= set(found))
    found = leaks(process("keeps nothing"))
    rig.row("control: one that does not grow", ", ".join(found) or "nothing", "nothing", not found)
    found = leaks(log(queue, school, False))
    rig.row("log beside 2,400 check-ins", ", ".join(found) or "flat", "flat", "log" not in found)
    found = leaks(log(queue, school, True))
    rig.row("control: the log that a reader holds leaks", ", ".join(found) or "nothing", "log", "log" in found)
