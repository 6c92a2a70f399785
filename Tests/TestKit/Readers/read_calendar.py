"""What icalendar reads of a calendar, as JSON."""
import json
import sys

from icalendar import Calendar


def value(one):
    if hasattr(one, "dt"):
        return one.dt.isoformat() if hasattr(one.dt, "isoformat") else str(one.dt)
    if hasattr(one, "cats"):
        return ",".join(one.cats)
    return str(one)


def properties(one):
    return {name: value(one[name]) for name in one}


with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
events = [properties(one) for one in calendar.walk("VEVENT")]
json.dump({"calendar": properties(calendar), "events": events}, sys.stdout)
