# Schemathesis draws few idempotency keys and many bodies, so most answers would be 422 for a key used twice. Nine of ten
# valid keys are made new; every tenth stays within its run, so that replays are tried as well.
import itertools
import re
import secrets

import schemathesis

run = secrets.token_hex(8)
numbers = itertools.count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    key = (case.headers or {}).get("Idempotency-Key")
    if not isinstance(key, str) or not re.fullmatch("[!-~]{1,255}", key):
        return
    # A changed header would bring back the token that such a case leaves out.
    what = getattr(case.meta and case.meta.phase.data, "scenario", None)
    if what is not None and what.value == "missing_parameter":
        return
    number = next(numbers)
    case.headers["Idempotency-Key"] = f"{run}-{number}" if number % 10 else f"{run}{key}"[:255]
