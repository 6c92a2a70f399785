# A machine with nothing but Debian, that boots: a folder of debootstrap's under systemd-nspawn, with its console on a
# pseudo-terminal of ours and no network but its own loopback.
import contextlib
import fcntl
import os
import pathlib
import pty
import signal
import struct
import subprocess
import termios
import threading
import time

import pyte

COLUMNS, ROWS = 120, 40
# What a machine at a door and a hub has beside the package; systemd is what minbase leaves out.
PARTS = "systemd,systemd-sysv,dbus"


def output(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=True, **more).stdout


def codename():
    lines = pathlib.Path("/etc/os-release").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)["VERSION_CODENAME"]


def mirror(suite):
    """Where this machine's apt has its packages from."""
    return output("apt-get", "indextargets", "--format", "$(REPO_URI)", f"Codename: {suite}").splitlines()[0]


def wait(until, seconds=60):
    """The first true answer of `until`, asked until then; nothing where none came in time."""
    deadline = time.monotonic() + seconds
    while not (answer := until()):
        if time.monotonic() > deadline:
            return None
        time.sleep(0.1)
    return answer


class Machine:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        suite = codename()
        output("debootstrap", "--variant=minbase", f"--include={PARTS}", suite, str(root), mirror(suite))
        self.leader = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.leader:
            self.end()

    def chroot(self, *command):
        """A command in it while it is not booted, with this machine's network; nothing begins to serve."""
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        try:
            return subprocess.run(["chroot", self.root, *map(str, command)], capture_output=True, text=True, errors="replace",
                                  env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"})
        finally:
            policy.unlink()

    def boot(self):
        """Until it has begun all that it begins."""
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.nspawn, self.console = pty.fork()
        if self.nspawn == 0:
            os.execvp("systemd-nspawn", ["systemd-nspawn", "-q", "-b", "-D", str(self.root), "--private-network",
                                         "--register=no", "--keep-unit", "--console=interactive"])
        fcntl.ioctl(self.console, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        threading.Thread(target=self.draw, daemon=True).start()
        children = pathlib.Path(f"/proc/{self.nspawn}/task/{self.nspawn}/children")
        # systemd itself, once it has made itself the first process of its own.
        self.leader = wait(lambda: next((pid for pid in children.read_text().split() if self.is_first(pid)), None))
        state = wait(lambda: self.asked("systemctl", "is-system-running") in ("running", "degraded"))
        if not state:
            raise SystemExit(f"it did not boot:\n{self.shown()}")

    @staticmethod
    def is_first(pid):
        try:
            return pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "systemd"
        except OSError:
            return False

    def draw(self):
        """What its console shows, as a terminal has it."""
        with contextlib.suppress(OSError):
            while data := os.read(self.console, 65536):
                self.stream.feed(data)

    def shown(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def shows(self, text, seconds=60):
        return bool(wait(lambda: text in self.shown(), seconds))

    def types(self, keys):
        os.write(self.console, keys.encode())

    def run(self, *command, lines=None, timeout=300):
        """A command in it as it runs, as root."""
        inside = ["nsenter", "-t", self.leader, "-m", "-u", "-i", "-n", "-p", "-r", "-w"]
        clean = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root",
                 "DEBIAN_FRONTEND=noninteractive"]
        return subprocess.run([*inside, *clean, *map(str, command)], capture_output=True, text=True, errors="replace",
                              input=lines or "", timeout=timeout)

    def asked(self, *command):
        """What a command in it answers, whether or not it is well."""
        return self.run(*command).stdout.strip()

    def must(self, *command, **more):
        done = self.run(*command, **more)
        if done.returncode:
            raise SystemExit(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
        return done.stdout

    def within(self, *command):
        """A command of this machine in that one's network."""
        return subprocess.run(["nsenter", "-t", self.leader, "-n", *command], capture_output=True, text=True).stdout

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            # Off, as its first process understands it.
            os.kill(int(self.leader), signal.SIGRTMIN + 4)
            if not wait(lambda: os.waitpid(self.nspawn, os.WNOHANG)[0], 60):
                os.kill(self.nspawn, signal.SIGKILL)
                os.waitpid(self.nspawn, 0)
        os.close(self.console)
        self.leader = None
