# The units: how little they are given, whether the program gets by with that, and whether systemd hears from it that it
# is ready, lives and ends; and what the program is made of.
import os
import pathlib
import re
import signal
import socket
import subprocess

from rig import Rig

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNITS = ROOT / "kiosk/package.d/debian"
# A door has the console and the sound.
MOST_EXPOSURE = {"kiosk": 1.5, "kiosk-hub": 1.5, "kiosk-door@": 1.8}
WATCHDOG_SECONDS = 1


def text(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def whole(name, folder):
    """A unit as systemd reads it, with what every unit has."""
    file = next(UNITS.glob(f"{name}.service"), UNITS / f"kiosk.{name}.service")
    unit = folder / f"{name}.service"
    unit.write_text(file.read_text() + (UNITS / "every-unit.conf").read_text())
    return unit


def exposure(rig, folder):
    """What systemd makes of the units; of one without its walls it must make more."""
    def judged(path):
        found = re.search(r"Overall exposure level for \S+: ([\d.]+)",
                          text("systemd-analyze", "security", "--offline=true", "--no-pager", str(path)))
        return float(found.group(1)) if found else 99.0
    for name, most in MOST_EXPOSURE.items():
        found = judged(whole(name, folder))
        rig.row(f"exposure of {name}.service", found, f"at most {most}", found <= most)
    unit, most = whole("kiosk", folder), MOST_EXPOSURE["kiosk"]
    bare = "".join(line for line in open(unit) if not re.match(r"(Protect|Private|Restrict|SystemCall|Capability)", line))
    unit.write_text(bare)
    rig.row("control: without its walls", judged(unit), f"more than {most}", judged(unit) > most)


def allowed(unit):
    """The system calls that the unit's filters leave."""
    def members(name):
        if not name.startswith("@"):
            return {name}
        lines = text("systemd-analyze", "syscall-filter", "--no-pager", name).splitlines()[1:]
        calls = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
        return set().union(*map(members, calls))
    left = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit.read_text(), re.M):
        named = set().union(*map(members, line.lstrip("~").split()))
        left = left - named if line.startswith("~") else left | named
    return left


def use(school, service):
    """A little of all that a service does."""
    token = school.token("--user", "T1001")
    device = school.token("--device", "door", "--room", "A 1")
    for code in school.codes[:5]:
        service.request("POST", "/api/v1/checkin-records/scan", device, {"scan": code})
    for path in ("/healthz", "/readyz", "/metrics", "/teach", "/api/v1/checkin-sessions/daily"):
        service.request("GET", path, token)
    school("mark", school.codes[6], "late", "--session", school.session)
    school("backup")


def system_calls(rig, school, unit):
    trace = school.folder / "trace"
    service = school.service(wrap=["strace", "-f", "-qq", "-o", str(trace)])
    use(school, service)
    service.end()
    used = set(re.findall(r"^\d+ +(\w+)\(", trace.read_text(errors="replace"), re.M))
    # The first of them is strace's own start of the program, which systemd does before its filter holds.
    rig.zero("system calls of the service that its unit forbids", sorted(used - allowed(unit) - {"execve"}), len(used))


def notifications(rig, school, what, start):
    """What systemd hears, from the start to the end; a program that stands still must not be heard."""
    place = school.folder / f"notify-{what}"
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(place))
    listener.settimeout(10)
    service = start(environment={
        "NOTIFY_SOCKET": str(place), "WATCHDOG_USEC": str(WATCHDOG_SECONDS * 1_000_000)})
    heard = []

    def hears(state):
        """Whether it comes before ten seconds of silence, among the next hundred."""
        for _ in range(100):
            try:
                heard.append(listener.recv(4096).decode())
            except TimeoutError:
                return False
            if state in heard[-1].split("\n"):
                return True
        return False
    ready = hears("READY=1")
    beats = all(hears("WATCHDOG=1") for _ in range(5))
    rig.row(f"systemd is told by the {what}: ready, alive", "yes" if ready and beats else f"no: {heard}", "yes", ready and beats)
    service.signal(signal.SIGSTOP)
    listener.settimeout(WATCHDOG_SECONDS)
    # What was on its way is still heard; then nothing is.
    late = sum(hears("WATCHDOG=1") for _ in range(3))
    rig.row(f"control: standing still the {what} is silent", f"{late} beats", "at most 2", late <= 2)
    service.signal(signal.SIGCONT)
    listener.settimeout(10)
    os.kill(service.process.pid, signal.SIGTERM)
    rig.row(f"systemd is told by the {what}: stopping", "yes" if hears("STOPPING=1") else "no", "yes", "STOPPING=1" in heard[-1])
    service.end()


def bill(rig):
    done = subprocess.run([ROOT / "kiosk/sbom", "--check"], capture_output=True, text=True)
    faults = done.stdout.splitlines()
    rig.row("faults of the bill of materials", faults[-1] if faults else done.stderr, "0 faults", done.returncode == 0)
    for update in faults[:-1]:
        print(f"        {update}")


def main():
    rig = Rig("The units of service, door and hub")
    with rig.school(20) as school:
        if text("systemd-analyze", "--version"):
            exposure(rig, school.folder)
            system_calls(rig, school, whole("kiosk", school.folder))
        else:
            rig.skipped("exposure and system calls of the unit", "systemd-analyze is not here")
        notifications(rig, school, "service", school.service)
        notifications(rig, school, "door", school.door_and_service)
    bill(rig)
    rig.done()


main()
