# What is used twice, and what is left behind: proofs, keys and links again; secrets in logs, files and process titles;
# and whether the time of an answer tells how near a token was.
import http.client
import pathlib
import random
import statistics
import time

from callers import PUBLIC
from guessing import made_up, near
from wire import ask, signed_in

SELF = "/api/v1/checkin-records/self"


class Secrets:
    """All that was issued in this run and is to be nowhere, by what it is."""

    def __init__(self, tokens):
        self.known = {f"token of {name}": token for name, (token, _) in tokens.items()
                      if token and name not in ("none", "rubbish")}

    def add(self, what, text):
        self.known[what] = text
        return text

    def found(self, places):
        """Where one of them stands, in capitals or small letters, in bytes by place."""
        return [f"{what} in {place}" for place, held in places.items() for what, text in self.known.items()
                if text.encode() in held or text.upper().encode() in held]


def proofs(rig, school, service, tokens, secrets):
    """A proof again by the same student, of whom nothing was known before; by one of another class; after its time."""
    session, mine = school.sides["math"]["session"], {"session_code": school.sides["math"]["session_code"]}
    shown = service.request("GET", f"/api/v1/checkin-sessions/{session}/proof", tokens["teacher"][0])[1]["data"]
    mine["proof"] = secrets.add("proof", shown["proof"])
    student = school.token("--user", school.codes[1])
    def come(token):
        return service.request("POST", SELF, token, mine)[0]
    records = "SELECT count(*) FROM record WHERE number IS NOT NULL"
    first, kept = come(student), school.sql(records)
    again, outside = come(student), come(tokens["other student"][0])
    rig.row("a proof twice, and by another class", f"{first}, {again}, {outside}", "200 or 201, 200, 422",
            first in (200, 201) and again == 200 and outside == 422 and kept == school.sql(records))
    # Two windows of ten seconds.
    deadline, status = time.monotonic() + 25, 200
    while status != 422 and time.monotonic() < deadline:
        time.sleep(0.5)
        status = come(student)
    rig.row("a proof after its time", f"{status}", "422", status == 422)


def keys(rig, school, service, tokens):
    """One key by two callers, on two routes, and after the token was revoked: nobody gets another's answer."""
    things, wrong = school.sides["math"], []
    own = f"/api/v1/checkin-sessions/{things['session']}"
    body = {"student_id": things["student"], "status": "late"}
    token = school.token("--user", "T1001")
    def post(path, who, sent=body):
        status, fields, text = ask(service, "POST", path, who, sent, Idempotency_Key="the-same-key")
        return status, fields.get("idempotency-replayed"), text
    cases = [("first", post(own + "/toggle-status", token), 200, None),
             ("again", post(own + "/toggle-status", token), 200, "true"),
             ("another person's", post(own + "/toggle-status", tokens["secretary"][0]), 200, None),
             ("another token of the same person", post(own + "/toggle-status", tokens["teacher"][0]), 200, None),
             ("another teacher's", post(own + "/toggle-status", tokens["other teacher"][0]), 404, None),
             ("a student's", post(own + "/toggle-status", tokens["student"][0]), 403, None),
             ("nobody's", post(own + "/toggle-status", None), 401, None),
             ("another route's",
              post("/api/v1/checkin-records/manual", token, body | {"session_id": things["session"]}), 200, None),
             ("another body's", post(own + "/toggle-status", token, body | {"status": "leave"}), 422, None)]
    school("token", "revoke", school.id("SELECT max(id) FROM token"))
    cases.append(("a revoked token's", post(own + "/toggle-status", token), 401, None))
    wrong = [f"{what}: {status} {replayed} {text[:100]}" for what, (status, replayed, text), *right in cases
             if [status, replayed] != right]
    rig.zero("answers under a key to whom they are not", wrong, len(cases))


def links(rig, school, service, secrets):
    """A sign-in link a second time."""
    link, cookie = signed_in(school, service, "T1001")
    secrets.add("sign-in link", link)
    secrets.add("cookie", cookie.split("=")[1])
    page = ask(service, "GET", "/teach", Cookie=cookie)[0]
    again = [ask(service, method, f"/s/{link}", body=body, Origin=PUBLIC)
             for method, body in (("GET", None), ("POST", b""))]
    is_spent = all(status in (401, 404, 410) and "set-cookie" not in fields for status, fields, _ in again)
    rig.row("a sign-in link: its page, then the link again", f"{page}, {[one[0] for one in again]}",
            "200, no second cookie", page == 200 and is_spent)
    return cookie


def pin(school, secrets):
    """A PIN that stands in nobody's code by chance."""
    while True:
        made = school("user", "pin", "T1001", "--generate").strip()
        if not any(made in code for code in school.codes):
            return secrets.add("PIN", made)


def at_the_door(school, secrets):
    """A staff card and the PIN, a token that somebody scans, and a proof; what the door said of them."""
    door = school.door()
    lines = ["T1001", secrets.known["PIN"], secrets.known["token of student"], secrets.known["proof"],
             "https://kiosk.school.example/s/" + secrets.known["sign-in link"]]
    for line in lines:
        door.send(line)
        door.answer()
    titles = title(door.process.pid)
    door.end()
    return door.said().encode(), titles


def title(pid):
    return b"".join(pathlib.Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "comm", "environ"))


def files(folder):
    return {path.name: path.read_bytes() for path in pathlib.Path(folder).rglob("*") if path.is_file()}


def left_behind(rig, school, secrets, logs):
    """Looked for as text, in all that the program wrote and where others can see it."""
    places = files(school.data) | logs
    size = sum(map(len, places.values()))
    rig.zero(f"secrets found in {len(places)} logs, files and titles, {size // 1024:,} KiB", secrets.found(places),
             len(secrets.known) * len(places))
    planted = dict(logs, planted=b"GET /teach 200 " + secrets.known["cookie"].upper().encode())
    found = secrets.found(planted)
    rig.row("control: a secret that is planted in a log", ", ".join(found), "cookie in planted",
            found == ["cookie in planted"])
    school.sql(f"CREATE TABLE planted (held TEXT); INSERT INTO planted VALUES ('{secrets.known['token of teacher']}')")
    found = secrets.found(files(school.data))
    rig.row("control: one that is planted in the database", f"{len(found)}", "1",
            {one.split(" in ")[0] for one in found} == {"token of teacher"})


def timing(rig, school, service, tokens):
    """Tokens that are wrong in three ways, by turns on one connection; told, as the machine has its part in it."""
    good, path = tokens["student"][0], f"/api/v1/checkin-sessions/{school.session}"
    kinds = {"unknown": lambda: made_up(rig), "near": lambda: near(rig, good), "of no form": lambda: good[:-1] + "!"}
    waits, connection = {kind: [] for kind in kinds}, http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    turns = list(kinds) * (4_000 if rig.long else 500)
    random.Random(rig.arguments.seed).shuffle(turns)
    for kind in turns:
        fields = {"Authorization": f"Bearer {kinds[kind]()}"}
        began = time.perf_counter_ns()
        connection.request("GET", path, headers=fields)
        connection.getresponse().read()
        waits[kind].append(time.perf_counter_ns() - began)
    connection.close()
    middle = {kind: statistics.median(found) for kind, found in waits.items()}
    spread = statistics.quantiles(waits["unknown"], n=4)
    near_by, formless = (middle[kind] / middle["unknown"] for kind in ("near", "of no form"))
    rig.row(f"time of {len(turns):,} wrong tokens, against an unknown one",
            f"near {near_by:.2f} x, no form {formless:.2f} x",
            f"told; unknown ones among themselves {spread[2] / spread[0]:.2f} x", True)
