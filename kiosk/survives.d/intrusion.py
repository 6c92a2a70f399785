# Requests that no honest client sends, to the real service: paths that climb, heads that smuggle, fields that pretend;
# and bodies with more in them than was asked for.
import json

from matrix import TABLE, body, path
from wire import raw

PLANTED_ID = 900_000_001
PLANTED_WORD = "planted-by-nobody"
PLANTED_TIME = "2001-02-03T04:05:06Z"
PLANTED_MILLISECONDS = 981_173_106_000


def heads(school, token):
    """Raw requests by what they try, and the statuses that are right; 401 and 404 are right for whatever is no path."""
    id, auth = school.sides["math"]["session"], f"Host: x\r\nAuthorization: Bearer {token}\r\n"
    own, get = f"/api/v1/checkin-sessions/{id}", "GET {} HTTP/1.1\r\n" + auth + "\r\n"
    mark = json.dumps({"student_id": school.sides["math"]["student"], "status": "leave"})
    toggle = (f"POST {own}/toggle-status HTTP/1.1\r\n{auth}Content-Type: application/json\r\n"
              f"Content-Length: {len(mark)}\r\n\r\n{mark}")
    post = f"POST {own}/open HTTP/1.1\r\n{auth}"
    chunked, own_head = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", f"GET {own} HTTP/1.1\r\n"
    paths = ["/api/v1/../../metrics", "/api/v1/%2e%2e/%2e%2e/metrics", "/%2e%2e/%2e%2e/etc/passwd", "/../../etc/passwd",
             "//api/v1/checkin-sessions", "/api//v1/checkin-sessions", "/api/v1/checkin-sessions/",
             "/API/V1/CHECKIN-SESSIONS",
             f"{own}/.", f"{own}/./roster", f"{own}/x/../roster", f"{own};role=superadmin", f"{own}%2froster",
             f"{own}%00", f"{own}/roster%0d%0aX: y", f"{own}\\roster", "/api/v1/checkin-sessions/%31",
             "/healthz/../api/v1",
             "/api/v1/checkin-sessions/1e0", "/api/v1/checkin-sessions/0x1", "/api/v1/checkin-sessions/+1",
             "/api/v1/checkin-sessions/-1", "/api/v1/checkin-sessions/01.0", "/api/v1/checkin-sessions/9" + "9" * 40,
             "/pages/../kiosk.sqlite", "/pages/%2e%2e/kiosk.sqlite", "/pages/live.js%00.html", "/s/..%2f..%2fteach",
             "/c/../../teach", "/v2p1/../api/v1/checkin-sessions", "/v2p9/ping", "/show/../teach", "/teach/..%2foffice"]
    found = {f"path {path}": (get.format(path), {400, 401, 403, 404, 505}) for path in paths}
    found |= {
        "NUL in the path": (get.format(own + "\0"), {400}), "blank in the path": (get.format(own + "/ x"), {400, 505}),
        "another host, absolute": (get.format("http://elsewhere.example" + own), {400}),
        "user in an absolute address": (get.format("http://a@x" + own), {400}),
        "another scheme": (get.format("file:///etc/passwd"), {400}),
        "9,000 bytes of path": (get.format("/" + "a" * 9_000), {414}),
        "64 KiB of path": (get.format("/" + "a" * 65_536), {414}),
        "64 KiB of head": (f"GET {own} HTTP/1.1\r\n{auth}X: {'a' * 65_536}\r\n\r\n", {431}),
        "70 fields": (f"GET {own} HTTP/1.1\r\n{auth}" + "X: y\r\n" * 70 + "\r\n", {431}),
        "two hosts": (f"GET {own} HTTP/1.1\r\nHost: y\r\n{auth}\r\n", {400}),
        "no host": (f"GET {own} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\r\n", {400}),
        "a folded token": (f"GET {own} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer\r\n {token}\r\n\r\n", {400}),
        "two tokens": (f"GET {own} HTTP/1.1\r\n{auth}Authorization: Bearer rubbish\r\n\r\n", {400, 401}),
        "a token after a bare CR": (own_head + f"Host: x\r\nX: y\rAuthorization: Bearer {token}\r\n\r\n", {400}),
        "a token after a bare LF": (own_head + f"Host: x\r\nX: y\nAuthorization: Bearer {token}\r\n\r\n", {400}),
        "a method overridden": (f"GET {own}/open HTTP/1.1\r\n{auth}X-HTTP-Method-Override: POST\r\n\r\n", {405}),
        "a path overridden": (f"GET /nothing HTTP/1.1\r\n{auth}X-Original-URL: {own}\r\n\r\n", {404}),
        "length and chunks": (post + "Content-Length: 5\r\n" + chunked + toggle, {400}),
        "chunks and length": (post + chunked.replace("\r\n\r\n0", "\r\nContent-Length: 5\r\n\r\n0") + toggle, {400}),
        "two lengths": (post + "Content-Length: 0\r\nContent-Length: 90\r\n\r\n" + toggle, {400}),
        "a list of lengths": (post + "Content-Length: 0, 0\r\n\r\n" + toggle, {400}),
        "a length with a sign": (post + "Content-Length: +0\r\n\r\n" + toggle, {400}),
        "a length in hex": (post + "Content-Length: 0x0\r\n\r\n" + toggle, {400}),
        "a negative length": (post + "Content-Length: -1\r\n\r\n" + toggle, {400}),
        "a blank before the colon": (post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + toggle, {400}),
        "chunked, and something else": (post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + toggle, {400}),
        "chunked twice": (post + "Transfer-Encoding: chunked\r\n" + chunked + toggle, {400}),
        "chunked after a vertical tab": (post + "Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + toggle, {400}),
        "a folded coding": (post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + toggle, {400}),
        "a chunk of a negative size": (post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + toggle, {400}),
        "a chunk of 2^64": (post + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n" + toggle, {400, 413}),
        "a chunk's end that is none": (post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}0\r\n\r\n" + toggle, {400}),
        "HTTP/0.9": (f"GET {own}\r\n", {400}), "the preface of HTTP/2": ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {505}),
        "CONNECT": ("CONNECT x:443 HTTP/1.1\r\n" + auth + "\r\n" + toggle, {400}),
        "an upgrade with a request after it":
            (f"GET {own} HTTP/1.1\r\n{auth}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + toggle, {200}),
    }
    return found, toggle


def raws(rig, school, service, token):
    found, toggle = heads(school, token)
    marks = "SELECT count(*) FROM evidence WHERE kind = 'mark'"
    before, wrong = school.sql(marks), []
    for what, (sent, right) in found.items():
        answers, heard = raw(service, sent.encode("latin-1"))
        if len(answers) != 1 or answers[0] not in right:
            wrong.append(f"{what}: {answers}, right were {sorted(right)}: {heard[:120]}")
    rig.zero("raw requests accepted wrongly", wrong, len(found))
    rig.row("marks that were smuggled in", f"{before} to {school.sql(marks)}", "the same", before == school.sql(marks))
    answers, _ = raw(service, toggle.encode())
    rig.row("control: what was smuggled, by itself", f"{answers}, {school.sql(marks)}", "200, and one more",
            answers == [200] and before != school.sql(marks))


EXTRAS = {"id": PLANTED_ID, "role": "superadmin", "user_id": PLANTED_ID, "created_by": PLANTED_ID,
          "actor_id": PLANTED_ID,
          "created_at": PLANTED_TIME, "updated_at": PLANTED_TIME, "opened_at": PLANTED_TIME, "closed_at": PLANTED_TIME,
          "checkin_time": PLANTED_TIME, "method": "card", "origin": PLANTED_WORD, "session_code": "ZZZZZ9",
          "scopes": "excusals", "revision": PLANTED_ID, "seen": PLANTED_ID, "flags": [PLANTED_WORD],
          "code": PLANTED_WORD,
          "full_name": PLANTED_WORD, "is_admin": True, "token": PLANTED_WORD, "grace_minutes": 999, "door": PLANTED_ID}


def planted(value, extras):
    """A body with the extras in each of its objects, but for what it has itself."""
    if isinstance(value, dict):
        inner = {key: planted(one, extras) for key, one in value.items()}
        return {key: one for key, one in extras.items() if key not in inner} | inner
    return [planted(one, extras) for one in value] if isinstance(value, list) else value


def mass(rig, matrix):
    """Every operation that takes a body, by somebody who may, with fields that nobody asked for."""
    school, wrong, asked = matrix.school, [], 0
    before = school.sql("SELECT role, count(*) FROM user GROUP BY 1; SELECT scopes FROM token; SELECT grace_minutes "
                        "FROM checkin_session")
    things = school.sides["math"]
    for method, template, name, has_body in matrix.operations:
        if not has_body:
            continue
        row = TABLE[name]
        caller = next(one for one in (*row["all"], *row["own"]) if matrix.tokens[one][1] in ("", "math"))
        sent = planted(body(name, things), EXTRAS)
        status, answer = matrix.service.request(method, path(template, things), matrix.tokens[caller][0], sent)
        asked += 1
        if status >= 500 or PLANTED_WORD in json.dumps(answer) or str(PLANTED_ID) in json.dumps(answer):
            wrong.append(f"{name}: {status} {answer}")
    dump = "\n".join(school.sql(".dump"))
    wrong += [f"{word} is in the database" for word in (PLANTED_WORD, PLANTED_ID, PLANTED_MILLISECONDS, "ZZZZZ9")
              if str(word) in dump]
    after = school.sql("SELECT role, count(*) FROM user GROUP BY 1; SELECT scopes FROM token; SELECT grace_minutes "
                       "FROM checkin_session")
    rig.zero("extra fields that took effect", wrong + [f"{before} {after}"] * (before != after), asked * len(EXTRAS))
    rig.row("control: what is asked for takes effect", "found" if "Flu" in dump else "not", "found", "Flu" in dump)
