# What a process holds, read from outside, and the one judgement of whether it grows.
import os
import statistics
import threading

MIB = 1 << 20


class Gauges:
    """Memory of its own in bytes, descriptors, threads, and the size of the log, of a process on a data directory.

    Pages of files that are mapped, such as the program's, are not its own: the machine takes them back as it needs.
    """

    NAMES = ("memory", "descriptors", "threads", "log")

    def __init__(self, pid, database=None):
        self.pid, self.log = pid, f"{database}-wal"

    def status(self, name):
        with open(f"/proc/{self.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(name + ":"))

    @property
    def memory(self):
        return self.status("RssAnon") * 1024

    def read(self):
        log = os.path.getsize(self.log) if os.path.exists(self.log) else 0
        descriptors = len(os.listdir(f"/proc/{self.pid}/fd"))
        return dict(zip(self.NAMES, (self.memory, descriptors, self.status("Threads"), log)))


# How much more the second half may hold than the first: a part of it, and so much on top.
SLACK = {"memory": (0.03, 2 * MIB), "descriptors": (0.0, 2), "threads": (0.0, 2), "log": (0.10, MIB)}


def halves(samples, name):
    """The middle value of each half of the readings, the first tenth left out: that is the warming up."""
    values = [sample[name] for sample in samples[len(samples) // 10:]]
    middle = len(values) // 2
    return statistics.median(values[:middle]), statistics.median(values[middle:])


def leaks(samples):
    """What grows: the second half holds more than the first and its slack. By name, with both."""
    found = {}
    for name, (part, more) in SLACK.items():
        first, second = halves(samples, name)
        if second > first * (1 + part) + more:
            found[name] = (first, second)
    return found


def megabytes(size):
    return f"{size / MIB:.1f} MiB"


class Peak(threading.Thread):
    """The most memory that a process has between beginning and end, read forty times a second."""

    def __init__(self, gauges):
        super().__init__(daemon=True)
        self.gauges, self.most, self.over = gauges, 0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.025):
            self.most = max(self.most, self.gauges.memory)

    def end(self):
        self.over.set()
        self.join()
        return self.most
