# The Debian package on a machine of its own that has nothing but Debian: it is installed, holds a school, serves it,
# is a door and a hub, is brought to a newer version, removed and purged.
#   installs.py KIOSK.deb ASSETS
import datetime
import json
import pathlib
import re
import subprocess
import sys
import zoneinfo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "survives.d"))

import roles  # noqa: E402
from inside import SETTINGS, a_school, control_field, kiosk, put, repacked  # noqa: E402
from machine import Machine, output  # noqa: E402
from rig import Rig  # noqa: E402

MOST_MB, MOST_INSTALLED_MB = 25, 80
UNITS = ("kiosk.service", "kiosk-door@tty1.service", "kiosk-hub.service")

def complaints(deb):
    """What lintian has against a package."""
    return subprocess.run(["lintian", "--tag-display-limit", "0", "--allow-root", "--fail-on", "error,warning,info",
                           "-EI", str(deb)], capture_output=True, text=True).stdout.splitlines()


def as_built(rig, deb, folder):
    """The package as a file: what it weighs, and what Debian's own examiner says of it."""
    found = [line for line in complaints(deb) if line[:1] in "EWI"]
    rig.zero("complaints of lintian, of errors, warnings and infos", found, len(output("dpkg", "-c", str(deb)).splitlines()))

    def spoilt(tree):
        (tree / "usr/local").mkdir()
        (tree / "usr/local/kiosk").write_text("planted")
    planted = [line for line in complaints(repacked(deb, folder / "planted.deb", spoilt)) if "usr/local" in line]
    rig.row("control: a file where none may be, complaints", len(planted), "at least 1", len(planted) > 0)
    size = deb.stat().st_size / 1e6
    rig.row("size to download, MB", f"{size:.1f}", f"at most {MOST_MB}", size <= MOST_MB)
    installed = int(output("dpkg-deb", "-f", str(deb), "Installed-Size")) * 1024 / 1e6
    rig.row("size installed, MB", f"{installed:.1f}", f"at most {MOST_INSTALLED_MB}", installed <= MOST_INSTALLED_MB)


def without_a_library(rig, machine, deb, folder):
    """The control: a package that names too little does not start on a machine that has nothing else."""
    poor = repacked(deb, folder / "poor.deb", lambda tree: control_field(tree, "Depends", r"libqrencode4[^,\n]*,? ?", ""))
    machine.chroot("apt-get", "install", "-y", "--no-install-recommends", put(machine, poor, "poor.deb"))
    said = machine.chroot("kiosk", "--version")
    rig.row("control: without a library that it names, it starts", "no" if said.returncode else "yes", "no",
            said.returncode != 0 and "libqrencode" in said.stderr)
    machine.chroot("apt-get", "purge", "-y", "--autoremove", "kiosk")


def installed(rig, machine, deb):
    done = machine.run("apt-get", "install", "-y", "--no-install-recommends", put(machine, deb, "kiosk.deb"))
    rig.row("apt installs it on a machine with nothing else", "yes" if done.returncode == 0 else done.stderr[-200:], "yes",
            done.returncode == 0)
    states = [machine.asked("systemctl", word, unit) for unit in UNITS for word in ("is-enabled", "is-active")]
    begun = [state for state in states if state not in ("disabled", "inactive")]
    rig.zero("units that begin without being asked to", begun, len(UNITS))
    owner = machine.asked("stat", "-c", "%U %a", "/var/lib/kiosk")
    rig.row("whose /var/lib/kiosk is", owner, "kiosk 700", owner == "kiosk 700")
    faults = machine.run("systemd-analyze", "verify", "--man=no", *UNITS)
    said = [line for line in faults.stderr.splitlines() if "kiosk" in line]
    rig.zero("complaints of systemd about the units", said, len(UNITS))


def settings(rig, machine):
    """The settings that it comes with are what is built in, all of them, and can be taken as they stand."""
    def shown(file):
        return json.loads(machine.must("env", f"KIOSK_CONFIG={file}", "STATE_DIRECTORY=/var/lib/kiosk", "kiosk", "config",
                                       "show", "--json"))
    text = (machine.root / SETTINGS).read_text()
    taken = re.sub(r"(?m)^#(?=[a-z_]+:)", "", text)
    (machine.root / "var/tmp/taken.yaml").write_text(taken)
    as_it_is, as_taken = shown("/" + SETTINGS), shown("/var/tmp/taken.yaml")
    wrong = [name for name, value in as_it_is.items() if value["origin"] != "built in"
             or as_taken[name] != {"value": value["value"], "origin": "/var/tmp/taken.yaml"}]
    rig.zero("settings of kiosk.yaml that are not as built in", wrong, len(as_it_is))


def of_root(rig, machine):
    """Who would leave files behind that the service cannot write is told how to do it instead."""
    said = machine.run("kiosk", "import", "oneroster", "/usr/share/kiosk/assets/demo-school", "--data", "/var/lib/kiosk")
    left = machine.asked("find", "/var/lib/kiosk", "-user", "root")
    rig.row("root is sent to the service's account, exit", said.returncode, "77",
            said.returncode == 77 and "sudo -u kiosk" in said.stderr and not left)


def zones(rig, machine):
    """What is left of ICU's data knows every zone, and what its clocks show."""
    names = [line.split("\t")[2] for line in pathlib.Path("/usr/share/zoneinfo/zone.tab").read_text().splitlines()
             if not line.startswith("#")]
    tried = 'for zone; do KIOSK_TIME_ZONE=$zone kiosk config show >/dev/null 2>&1 || echo "$zone"; done'
    wrong = machine.must("sh", "-c", tried, "sh", *names).split()
    rig.zero("time zones that it does not know", wrong, len(names))

    def clock(zone):
        return f"{datetime.datetime.now(zoneinfo.ZoneInfo(zone)):%Y-%m-%d %H:%M}"

    def differs(zone):
        before = clock(zone)
        shown = kiosk(machine, "doctor", zone=zone).splitlines()[0]
        return not any(moment in shown for moment in (before, clock(zone)))
    some = names[::20]
    rig.zero("zones whose clocks it has wrong", [zone for zone in some if differs(zone)], len(some))


def completed(rig, machine):
    """Manual page and completions, by those who read them."""
    bash = machine.asked("bash", "-c", "source /usr/share/bash-completion/completions/kiosk; COMP_WORDS=(kiosk se); "
                         "COMP_CWORD=1; _kiosk kiosk se kiosk; echo ${COMPREPLY[@]}")
    rig.row("bash completes kiosk se", bash, "serve session", bash == "serve session")
    fish = machine.asked("fish", "-c", "complete -C 'kiosk se'")
    rig.row("fish completes kiosk se", " ".join(line.split("\t")[0] for line in fish.splitlines()), "serve session",
            [line.split("\t")[0] for line in fish.splitlines()] == ["serve", "session"])
    zsh = machine.run("zsh", "-fc", "fpath=(/usr/share/zsh/vendor-completions $fpath); autoload -Uz compinit; compinit -u; "
                      "print ${_comps[kiosk]}; zsh -n /usr/share/zsh/vendor-completions/_kiosk")
    rig.row("zsh completes kiosk by", zsh.stdout.strip() or zsh.stderr[-60:], "_kiosk", zsh.stdout.strip() == "_kiosk")
    page = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8",
                           str(machine.root / "usr/share/man/man1/kiosk.1.gz")], capture_output=True, text=True)
    rig.row("complaints about the manual page", len(page.stderr.splitlines()), "0", not page.stderr and "serve" in page.stdout)


def main():
    rig = Rig("The Debian package")
    deb = pathlib.Path(rig.arguments.program)
    with rig.folder() as folder:
        as_built(rig, deb, folder)
        with Machine(folder / "root") as machine:
            machine.chroot("apt-get", "update")
            without_a_library(rig, machine, deb, folder)
            machine.chroot("apt-get", "install", "-y", "--no-install-recommends", "--download-only",
                           put(machine, deb, "kiosk.deb"), "postgresql", "fish", "zsh")
            machine.boot()
            installed(rig, machine, deb)
            settings(rig, machine)
            of_root(rig, machine)
            a_school(machine)
            zones(rig, machine)
            roles.service(rig, machine)
            roles.door(rig, machine)
            newer = roles.upgrade(rig, machine, deb, folder)
            roles.hub(rig, machine)
            machine.must("apt-get", "install", "-y", "--no-install-recommends", "fish", "zsh")
            completed(rig, machine)
            roles.removal(rig, machine, newer)
    rig.done()


main()
