# What the disk and plain C can do at best: the ceilings of all that is durable.
import os
import subprocess
import time

from schools import LargeSchool

SYNCS = 400


def syncs(folder, count=SYNCS):
    """Milliseconds of each of so many writes of 4 KiB with fdatasync, one after the other in one file, as a log is."""
    file = os.open(folder / "synced", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        return [sync(file, number) for number in range(count)]
    finally:
        os.close(file)


def sync(file, number):
    began = time.perf_counter()
    os.pwrite(file, b"s" * 4096, number % 1024 * 4096)
    os.fdatasync(file)
    return (time.perf_counter() - began) * 1000


def percentile(samples, share):
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * share))]


def commits(suite, school, codes):
    """Durable check-ins a second that plain C keeps in the same tables, when nobody waits for an answer."""
    twin = school.copied("plain")
    began = time.perf_counter()
    done = subprocess.run([suite.tool, "baseline", twin.database], input="\n".join(codes) + "\n", text=True,
                          capture_output=True)
    if done.stdout.count("accepted") != len(codes):
        raise SystemExit(f"plain C kept {done.stdout.count('accepted')} of {len(codes)}: {done.stderr}")
    return len(codes) / (time.perf_counter() - began)


def measure(suite, folder):
    school = LargeSchool(suite, folder / "school", 5_000, 10)
    codes = school.codes()
    synced, plain = suite.in_turn(lambda: syncs(folder), lambda: commits(suite, school, codes))
    p50, p99 = ([percentile(each, share) for each in synced] for share in (.5, .99))
    suite.figure("fdatasync of 4 KiB, p99", "ms", p99, "its p50", p50)
    suite.figure("plain C SQLite, durable check-ins", "/s", plain, "fdatasync", [1000 / each for each in p50],
                 more_is_better=True)
