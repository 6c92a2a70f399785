# What processes have used and hold, as /proc tells it, and a program on a terminal of its own.
import contextlib
import fcntl
import os
import pathlib
import pty
import select
import struct
import subprocess
import termios
import threading
import time


def cpu(pids):
    """Seconds of processor time that processes have used so far; of the first also those that ended under it."""
    ticks = 0
    for pid in pids:
        # One may have ended since it was listed.
        with contextlib.suppress(FileNotFoundError):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += sum(map(int, fields[11:15] if pid == pids[0] else fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def run_time(pid):
    """As `cpu` of one process that ends no thread, to the nanosecond."""
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def memory(pid):
    """Resident megabytes, and those less what is shared with other processes, in proportion (PSS)."""
    found = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, rest = line.partition(":")
        found[name] = int(rest.split()[0]) / 1024
    return found["Rss"], found["Pss"]


def timed(*command, **more):
    """Seconds of the clock and of the processor, of a command that comes to its end."""
    began = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, **more)
    try:
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: {said.decode(errors='replace')}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime


class OnTerminal:
    """A program in a terminal of 120 x 40, that ends with its context."""

    def __init__(self, command, environment=None):
        self.began = time.perf_counter()
        self.terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=inside, stdout=inside, stderr=inside, start_new_session=True,
            env=(environment or os.environ) | {"TERM": "xterm-256color"})
        os.close(inside)

    def drawn(self, text, within=30):
        """Milliseconds from its start until it had drawn a text, at once and unbroken."""
        seen, deadline = b"", time.monotonic() + within
        while text.encode() not in seen:
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise SystemExit(f"it never drew '{text}': {seen[-2000:]}")
            with contextlib.suppress(OSError):
                more = os.read(self.terminal, 1 << 16)
                seen += more
        return (time.perf_counter() - self.began) * 1000

    def look_away(self):
        """Reads what it draws from now on, as a terminal does."""
        def read():
            with contextlib.suppress(OSError):
                while os.read(self.terminal, 1 << 16):
                    pass
        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        return reader

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        reader = self.look_away()
        self.process.wait(30)
        # Else it reads on from whatever terminal gets the same number next.
        reader.join(30)
        os.close(self.terminal)
