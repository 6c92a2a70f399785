# Requests a second and processor time of the service, beside its own shortest answer and beside plain C.
import contextlib
import json

from disk import commits
from figures import Goal
from loads import Load, hello, plain_hello
from schools import LargeSchool
from service import Served


def measure(suite, folder):
    school = LargeSchool(suite, folder / "school", 40_000, 400, 1_000_000, each=5)
    codes, bare = school.codes(), school.copied("bare")
    served = Served(suite, school, folder)
    scans = served.asks("scan", served.scans())
    with contextlib.ExitStack() as stack:
        served.start(stack)
        load = served.load
        _, roster = served.program.request("GET", f"/api/v1/checkin-sessions/{school.session}/roster", served.office)
        port, _ = stack.enter_context(plain_hello(suite, folder))
        plain, asked = Load(suite, port), hello(folder)
        hello16, plain16, days, hello64, marks, taken, kept = suite.in_turn(
            lambda: load.rate(served.hello, 16), lambda: plain.rate(asked, 16), lambda: load.rate(served.schedule, 16),
            lambda: load.rate(served.hello, 64), lambda: load.rate(served.toggle, 64), lambda: load.rate(scans, 64),
            lambda: commits(suite, bare, codes))
        rates = dict(unit="/s", more_is_better=True)
        suite.figure("hello (/healthz), 16 connections", samples=hello16, ceiling_name="hello in C", ceiling=plain16,
                     **rates)
        suite.figure("my-schedule, 16 connections", samples=days, ceiling_name="hello", ceiling=hello16,
                     goal=Goal("ratio", .65, more=True), **rates)
        suite.figure("my-schedule beside C", samples=days, ceiling_name="hello in C", ceiling=plain16, **rates)
        suite.figure("durable scan by devices, 64 connections", samples=taken, ceiling_name="hello", ceiling=hello64,
                     goal=Goal("ratio", .6, more=True), **rates)
        suite.figure("durable toggle, 64 connections", samples=marks, ceiling_name="hello", ceiling=hello64,
                     goal=Goal("ratio", .6, more=True), **rates)
        suite.figure("durable scan beside C", samples=taken, ceiling_name="plain C SQLite, one a commit", ceiling=kept,
                     **rates)
        first = int(school.sql("SELECT count(DISTINCT record_id) FROM attempt WHERE outcome = 'accepted'")[0])
        suite.say(f"{first:,} of {scans.asked:,} scans were first ones; the others were there, and kept as durably")
        kept = int(school.sql("SELECT count(*) FROM attempt")[0])
        # More: what was on its way when wrk hung up.
        suite.zero("scans that were answered and not kept", max(0, scans.asked - kept), scans.asked)
        prebuilt(suite, folder, served, roster)


def prebuilt(suite, folder, served, roster):
    """A roster's processor time, beside plain C that sends the same bytes without having to find them."""
    body = json.dumps(roster, separators=(",", ":")).encode()
    with plain_hello(suite, folder, body) as (port, pid):
        plain, asked = Load(suite, port), hello(folder)
        ours, bare = suite.in_turn(lambda: served.load.cost(served.roster, served.pid), lambda: plain.cost(asked, pid))
    suite.figure(f"CPU of a roster of {len(roster['data']['roster'])}", "ms", ours,
                 f"its {len(body) // 1000} KB from C", bare, Goal("seen", .5))
