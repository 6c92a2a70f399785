# What the installed package is on its machine: service, door and hub, under its own units; and how it goes again.
import json
import re
import subprocess
import time

from inside import CARD, ROOM, SETTINGS, a_school, control_field, kiosk, put, records, repacked
from machine import wait

ADDRESS = "127.0.0.1:8080"
# The unit's own times: 30 s of silence, then 30 s to end.
WATCHDOG_SECONDS = 90


def property_of(machine, unit, name):
    return machine.asked("systemctl", "show", "-P", name, unit)


def answers(machine, path="/healthz", scheme="https"):
    return machine.within("curl", "-sk", "--max-time", "5", f"{scheme}://{ADDRESS}{path}").strip()


def journal(machine, unit):
    """Priority and words of what a unit's program has said."""
    lines = machine.must("journalctl", "-u", unit, "-o", "json", "_COMM=kiosk").splitlines()
    return [(int(item["PRIORITY"]), item["MESSAGE"]) for item in map(json.loads, lines)]


def certificate(machine, name):
    """A certificate of its own making, where the service may read it."""
    place = machine.root / "etc/kiosk"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "9",
                    "-subj", f"/CN={name}", "-keyout", place / "tls.key", "-out", place / "tls.pem"], check=True,
                   capture_output=True)
    machine.must("chgrp", "kiosk", "/etc/kiosk/tls.key")
    machine.must("chmod", "640", "/etc/kiosk/tls.key")


def served(machine):
    """Whose certificate the service shows."""
    asked = f"openssl s_client -connect {ADDRESS} </dev/null 2>/dev/null | openssl x509 -noout -subject"
    shown = machine.within("sh", "-c", asked)
    return shown.strip().removeprefix("subject=CN = ")


def setting(machine, **values):
    """Takes settings of kiosk.yaml as an administrator does: the # away, another value behind."""
    file = machine.root / SETTINGS
    text = file.read_text()
    for name, value in values.items():
        text = re.sub(rf"(?m)^#?{name}: .*$", f"{name}: {value}", text)
    file.write_text(text)


def service(rig, machine):
    setting(machine, time_zone="Europe/Berlin", tls_certificate="/etc/kiosk/tls.pem", tls_key="/etc/kiosk/tls.key")
    certificate(machine, "first")
    begun = machine.run("systemctl", "enable", "--now", "kiosk")
    rig.row("the service begins, and systemd hears that it is ready", "yes" if begun.returncode == 0 else begun.stderr, "yes",
            begun.returncode == 0)
    rig.row("GET /healthz", answers(machine), "ok", answers(machine) == "ok")
    device = kiosk(machine, "token", "create", "--device", "door", "--room", ROOM).strip()
    machine.within("curl", "-sk", "-H", f"Authorization: Bearer {device}", "-H", "Content-Type: application/json", "-d",
                   json.dumps({"scan": CARD}), f"https://{ADDRESS}/api/v1/checkin-records/scan")
    rig.row("a card through the API is on record", records(machine), "1", records(machine) == 1)
    status = property_of(machine, "kiosk", "StatusText")
    rig.row("systemctl status says", status, "Serving on ...", status.startswith("Serving on https://"))
    reloaded(rig, machine)
    kept_alive(rig, machine, "kiosk", "https")
    pid = property_of(machine, "kiosk", "MainPID")
    inside = machine.asked("nsenter", "-t", pid, "-m", "cat", "/proc/sys/kernel/random/boot_id")
    rig.row("behind its walls it sees which start of the machine this is", "yes" if inside else "no", "yes", bool(inside))
    waits = property_of(machine, "kiosk", "RequiresMountsFor")
    rig.row("without the disk of its directory it does not begin", waits, "/var/lib/kiosk", "/var/lib/kiosk" in waits.split())


def reloaded(rig, machine):
    certificate(machine, "second")
    machine.must("systemctl", "reload", "kiosk")
    rig.row("after a reload it shows the new certificate", wait(lambda: served(machine) == "second" and "second"), "second",
            served(machine) == "second")
    (machine.root / "etc/kiosk/tls.pem").write_text("no certificate\n")
    machine.must("systemctl", "reload", "kiosk")
    stays = wait(lambda: [line for line in journal(machine, "kiosk") if "stays as it was" in line[1]])
    said = [line for line in journal(machine, "kiosk") if line[1].startswith("Serving on")]
    rig.row("journal: that it serves, priority", said and said[0][0], "6", bool(said) and said[0][0] == 6)
    rig.row("journal: that a certificate is none, priority", stays and stays[0][0], "4", bool(stays) and stays[0][0] == 4)
    rig.row("with that it goes on under the second", served(machine), "second", served(machine) == "second")
    certificate(machine, "third")


def kept_alive(rig, machine, unit, scheme):
    """Whatever ends its program or stops its loop, systemd begins it again, and says why."""
    for name, what, why in (("KILL", "killed", "status=9/KILL"), ("STOP", "standing still", "Watchdog timeout")):
        before, since = property_of(machine, unit, "NRestarts"), time.monotonic()
        machine.must("systemctl", "kill", "--kill-who=main", f"--signal={name}", unit)
        again = wait(lambda: property_of(machine, unit, "NRestarts") != before, WATCHDOG_SECONDS)
        well = again and wait(lambda: answers(machine, scheme=scheme) == "ok") and why in machine.must("journalctl", "-u", unit)
        rig.row(f"{unit} {what} is begun again", f"{time.monotonic() - since:.0f} s later" if well else "no", "yes", bool(well))


def door(rig, machine):
    """On the machine's console, as a student sees it."""
    setting(machine, room=ROOM, tls_certificate='""', tls_key='""')
    machine.run("systemctl", "stop", "console-getty")
    unit = "kiosk-door@console"
    begun = machine.run("systemctl", "start", unit)
    shown = machine.shows("C317")
    rig.row("the door begins, and its screen says the room", "yes" if shown else begun.stderr or machine.shown(), "yes", shown)
    rig.row("the service has ended for it", machine.asked("systemctl", "is-active", "kiosk"), "inactive",
            machine.asked("systemctl", "is-active", "kiosk") == "inactive")
    pid = property_of(machine, unit, "MainPID")

    def answered(what, keys, words):
        """What the keys bring on the screen, which was not there before and goes again."""
        machine.types(keys)
        seen = machine.shows(words)
        rig.row(what, words if seen else machine.shown(), words, seen and bool(wait(lambda: words not in machine.shown())))
    answered("on the screen after 7788, which are two", "7788\r", "last 5")
    answered(f"on the screen after {CARD}", CARD + "\r", "[=] John S.")
    answered("Ctrl-C, -Z, -\\, -S, -D, then 3456", "\x03\x1a\x1c\x13\x043456\r", "[=] John S.")
    same = property_of(machine, unit, "MainPID")
    rig.row("the same door all the time, process", same, pid, same == pid != "0")
    rig.row("HTTP beside it", answers(machine, scheme="http"), "ok", answers(machine, scheme="http") == "ok")
    kept_alive(rig, machine, unit, "http")
    answered("and answers on its screen: 7788", "7788\r", "last 5")
    machine.must("systemctl", "stop", unit)
    left = wait(lambda: "C317" not in machine.shown())
    rig.row("stopped, nothing of it stays on the screen", "yes" if left else machine.shown(), "yes", bool(left))


def upgrade(rig, machine, deb, folder):
    """A later version, whose kiosk.yaml has changed as well, over a running service with data."""
    certificate(machine, "fourth")
    machine.must("systemctl", "start", "kiosk")

    def later(tree):
        control_field(tree, "Version", "$", "+later")
        file = tree / SETTINGS
        file.write_text(file.read_text() + "\n# As the later version has it.\n")
    before, pid, kept = records(machine), property_of(machine, "kiosk", "MainPID"), (machine.root / SETTINGS).read_text()
    newer = repacked(deb, folder / "later.deb", later)
    done = machine.run("apt-get", "install", "-y", "-o", "Dpkg::Options::=--force-confdef", "-o",
                       "Dpkg::Options::=--force-confold", put(machine, newer, "later.deb"))
    rig.row("upgrade: apt is content", "yes" if done.returncode == 0 else done.stderr[-200:], "yes", done.returncode == 0)
    rig.row("upgrade: records kept", records(machine), before, before > 0 and records(machine) == before)
    rig.row("upgrade: kiosk.yaml stays as it was edited", "yes" if (machine.root / SETTINGS).read_text() == kept else "no",
            "yes", (machine.root / SETTINGS).read_text() == kept)
    again = property_of(machine, "kiosk", "MainPID") not in (pid, "0") and answers(machine, scheme="http") == "ok"
    rig.row("upgrade: the running service is begun again", "yes" if again else "no", "yes", again)
    return newer


def hub(rig, machine):
    machine.must("apt-get", "install", "-y", "--no-install-recommends", "postgresql")
    machine.must("systemctl", "start", "postgresql")
    wait(lambda: machine.run("runuser", "-u", "postgres", "--", "psql", "-c", "SELECT 1").returncode == 0)
    machine.must("runuser", "-u", "postgres", "--", "createuser", "kiosk")
    machine.must("runuser", "-u", "postgres", "--", "createdb", "--owner", "kiosk", "--encoding", "UTF8", "--template",
                 "template0", "school")
    database = "postgres:///school?host=/var/run/postgresql"
    (machine.root / "etc/kiosk/hub.env").write_text(f"KIOSK_DATABASE={database}\n")
    a_school(machine, database)
    begun = machine.run("systemctl", "start", "kiosk-hub")
    ready = answers(machine, "/readyz", scheme="http")
    state = json.loads(ready)["status"] if ready else begun.stderr
    rig.row("the hub begins over PostgreSQL, GET /readyz", state, "ready", state == "ready")
    rig.row("the service has ended for the hub", machine.asked("systemctl", "is-active", "kiosk"), "inactive",
            machine.asked("systemctl", "is-active", "kiosk") == "inactive")
    machine.must("systemctl", "stop", "kiosk-hub")


def removal(rig, machine, newer):
    machine.must("systemctl", "enable", "--quiet", "kiosk-door@tty1")
    machine.must("systemctl", "start", "kiosk-door@console")
    before = records(machine)
    machine.must("apt-get", "remove", "-y", "kiosk")
    rig.row("removed: its processes", len(machine.asked("pgrep", "-x", "kiosk").split()), "0",
            not machine.asked("pgrep", "-x", "kiosk"))
    there = [(machine.root / place).exists() for place in (SETTINGS, "var/lib/kiosk/kiosk.sqlite")]
    rig.row("removed: settings and data are kept", "yes" if all(there) else "no", "yes", all(there))
    machine.must("apt-get", "install", "-y", "--no-install-recommends", put(machine, newer, "later.deb"))
    rig.row("installed again: records", records(machine), before, before > 0 and records(machine) == before)
    (machine.root / "etc/kiosk/tls.pem").unlink()
    (machine.root / "etc/kiosk/tls.key").unlink()
    machine.must("apt-get", "purge", "-y", "kiosk")
    elsewhere = "( -path /proc -o -path /sys -o -path /var/cache/apt -o -path /var/tmp -o -path /var/log ) -prune"
    found = machine.must("find", "/", "-xdev", *elsewhere.split(), "-o", "-name", "*kiosk*", "-print")
    rig.zero("purged: files with its name that are left", found.split(), before)
    account = machine.asked("getent", "passwd", "kiosk")
    rig.row("purged: the account stays", account.split(":")[0], "kiosk", account.startswith("kiosk:"))
