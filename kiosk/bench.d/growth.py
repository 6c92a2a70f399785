# The service on 10,000,000 records beside the service on 100,000: what an answer costs must not grow with them.
import contextlib

from figures import Goal
from schools import LargeSchool
from service import Served

FEW, MANY = 100_000, 10_000_000


def measure(suite, folder):
    with contextlib.ExitStack() as stack:
        schools = []
        for records in (FEW, MANY):
            place = folder / str(records)
            place.mkdir()
            school = LargeSchool(suite, place / "school", 20_000, 200, records, each=5)
            held = int(school.sql("SELECT count(*) FROM record")[0])
            if held < records:
                raise SystemExit(f"the school has {held:,} records, and not {records:,}: it wants more days or courses")
            schools.append(Served(suite, school, place).start(stack))
        ways = [(school, name) for name in ("schedule", "toggle", "roster") for school in schools]
        found = suite.in_turn(*(
            lambda school=school, name=name: school.load.cost(getattr(school, name), school.pid)
            for school, name in ways))
    costs = dict(zip(ways, found))
    few, many = schools
    for name, words in (("schedule", "my-schedule"), ("toggle", "a durable toggle"), ("roster", "a roster of 500")):
        suite.figure(f"CPU of {words} on {MANY:,} records", "ms", costs[many, name], f"on {FEW:,}", costs[few, name],
                     Goal("ratio", 1.2))
