# Schemathesis draws few idempotency keys and many bodies, so most answers would be 422 for a key used twice. Nine of ten
# valid keys are made new; every tenth stays within its run, so that replays are tried as well. In the same way a student
# would soon have no day left for another excusal: nine of ten get days of their own. And the attendance API takes its
# token in three ways: each has every third request.
import datetime
import itertools
import os
import re
import secrets

import schemathesis

run = secrets.token_hex(8)
keys = itertools.count(1)
excusals = itertools.count(1)
calls = itertools.count(1)
free_since = datetime.date(2100, 1, 1)
most_days = 12


@schemathesis.hook
def before_call(context, case, kwargs):
    make_key_new(case)
    if case.operation.path.startswith("/v2p1/"):
        move_token(case)
    if case.operation.label == "POST /v2p1/students/{student_id}/excusals":
        make_days_free(case)


def make_key_new(case):
    key = (case.headers or {}).get("Idempotency-Key")
    if not isinstance(key, str) or not re.fullmatch("[!-~]{1,255}", key):
        return
    # A changed header would bring back the token that such a case leaves out.
    what = getattr(case.meta and case.meta.phase.data, "scenario", None)
    if what is not None and what.value == "missing_parameter":
        return
    number = next(keys)
    case.headers["Idempotency-Key"] = f"{run}-{number}" if number % 10 else f"{run}{key}"[:255]


def move_token(case):
    token = os.environ["SIS_TOKEN"]
    if (case.headers or {}).get("Authorization") != f"Bearer {token}":
        return
    way = next(calls) % 3
    if way:
        del case.headers["Authorization"]
    if way == 1:
        case.headers["auth-token"] = token
    elif way == 2:
        case.query["auth_token"] = token


def make_days_free(case):
    excusal = case.body.get("excusal") if isinstance(case.body, dict) else None
    if not isinstance(excusal, dict) or "start_date" not in excusal:
        return
    # The document's examples rely on each other.
    if case.meta and case.meta.phase.name.value == "examples":
        return
    number = next(excusals)
    if number % 10 == 0:
        return
    first = free_since + datetime.timedelta(days=most_days * number)
    days = {"start_date": first.isoformat()}
    if isinstance(excusal.get("end_date"), str):
        days["end_date"] = (first + datetime.timedelta(days=number % most_days)).isoformat()
    case.body = {**case.body, "excusal": {**excusal, **days}}
