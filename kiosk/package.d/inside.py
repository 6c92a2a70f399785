# What the package's rig does on its machine: packages of other versions, commands as the service's account, a school.
import json
import re

from machine import output

ROOM, COURSE, CARD = "5A C317", "MATH101", "2024123456"
SETTINGS = "etc/kiosk/kiosk.yaml"


def repacked(deb, to, change):
    """A package that differs from ours by what `change` does to its tree."""
    tree = to.with_suffix("")
    output("dpkg-deb", "-R", str(deb), str(tree))
    change(tree)
    output("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "-b", str(tree), str(to))
    return to


def control_field(tree, field, pattern, by):
    file = tree / "DEBIAN/control"
    file.write_text(re.sub(rf"(?m)^({field}: .*){pattern}", rf"\g<1>{by}", file.read_text()))


def put(machine, deb, name):
    """A package where apt in the machine finds it."""
    place = machine.root / "var/tmp" / name
    place.write_bytes(deb.read_bytes())
    return "/" + str(place.relative_to(machine.root))


def kiosk(machine, *arguments, database=None, zone=None):
    """A command as the account of the service gives it."""
    more = [f"KIOSK_{name}={value}" for name, value in (("DATABASE", database), ("TIME_ZONE", zone)) if value]
    return machine.must("runuser", "-u", "kiosk", "--", "env", *more, "kiosk", *arguments)


def a_school(machine, database=None):
    """The invented school, with a lesson all day in one room that is open now."""
    today = machine.must("date", "+%F").strip()
    kiosk(machine, "import", "oneroster", "/usr/share/kiosk/assets/demo-school", "--grant-roles", database=database)
    made = kiosk(machine, "occurrence", "create", "--course", COURSE, "--date", today, "--start", "00:00", "--end", "24:00",
                 "--sections", "98", "--room", ROOM, "--json", database=database)
    kiosk(machine, "session", "open", "--occurrence", str(json.loads(made)["id"]), database=database)


def records(machine):
    """Who has been there, as the program tells it."""
    today = machine.must("date", "+%F").strip()
    rows = kiosk(machine, "export", "--format", "csv", "--from", today, "--to", today).splitlines()
    return sum(CARD in row and ("present" in row or "late" in row) for row in rows)
