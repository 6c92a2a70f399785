# Guessing: last fours at a door, tokens, codes and proofs over HTTP. How many tries are looked up at all, how many get
# through, and whether the answers tell how near one was.
import datetime
import hashlib
import json
import re
import time

from wire import ask

SCAN = "/api/v1/checkin-records/scan"
SECONDS = 600
# Of README, "Deciding", and Sources/Attendance/Brake.swift: from the sixth failure on each makes the next one wait.
WAITS = {6: 2, 7: 4, 8: 8}


def most_tries(seconds):
    """How many tails may be looked up in so many seconds, where each fails and none is tried before its time."""
    moment, tries = 0, 0
    while moment < seconds:
        tries += 1
        moment += 1 if tries < 6 else WAITS.get(tries, 10)
    return tries


class Door:
    """A door elsewhere, whose scans carry the moment at which they were made."""

    def __init__(self, service, token):
        self.service, self.token = service, token

    def scan(self, text, moment=None):
        body = {"scan": text} | ({"moment": moment.isoformat(timespec="milliseconds")} if moment else {})
        status, answer = self.service.request("POST", SCAN, self.token, body)
        if status != 200:
            raise SystemExit(f"a scan was answered {status}: {answer}")
        return answer["data"]


def ten_minutes(rig, school, guessed, beside, begin):
    """A guess each second; a card at the same door and a typed tail at the next every half a minute."""
    looked_up, hits, refused, honest = 0, 0, [], 0
    for second in range(SECONDS):
        moment = begin + datetime.timedelta(seconds=second)
        answer = guessed.scan(f"{rig.dice.randrange(10_000):04}", moment)
        looked_up += answer["reason"] != "wait"
        hits += answer["outcome"] in ("accepted", "repeated")
        if second % 30 == 15:
            # The last two of the class are for others than the guesser.
            code = rig.dice.choice(school.codes[:-2])
            for door, text in (guessed, code), (beside, code[-4:]):
                honest += 1
                answer = door.scan(text, moment + datetime.timedelta(milliseconds=500))
                if answer["outcome"] not in ("accepted", "repeated"):
                    refused.append(answer)
    return looked_up, hits, refused, honest


def tails(rig, school, service, tokens):
    """Rounds of ten minutes in the order of their own moments, as many as the day has had room for."""
    now = datetime.datetime.now(datetime.timezone.utc)
    local = datetime.datetime.now()
    rounds = min(20 if rig.long else 5, (local.hour * 60 + local.minute - 5) // 15)
    if rounds < 1:
        return rig.skipped("guessing in virtual order", "the day is younger than its ten minutes")
    beside = Door(service, school.token("--device", "beside", "--room", "A 1"))
    guessed = Door(service, tokens["device"][0])
    results = [ten_minutes(rig, school, guessed, beside, now - datetime.timedelta(minutes=15 * number + 15))
               for number in reversed(range(rounds))]
    slow = Door(service, school.token("--device", "slow", "--room", "A 1"))
    # Twenty seconds forget a failure.
    waits = [slow.scan("9999", now - datetime.timedelta(seconds=20 * number))["reason"] == "wait"
             for number in reversed(range(30))]
    rig.row("control: guesses 20 s apart that had to wait", f"{sum(waits)} of 30", "0", not any(waits))
    limit = most_tries(SECONDS)
    most = max(looked_up - hits for looked_up, hits, _, _ in results)
    rig.row(f"tails looked up in ten minutes, of {SECONDS} guessed", f"{most} at most", f"{limit} by the rule",
            most <= limit)
    hits = [hits for _, hits, _, _ in results]
    rig.row(f"guesses that got through, in each of {rounds} rounds", f"{hits}", "at most 5 in ten minutes",
            max(hits) <= 5)
    rig.zero("honest students refused beside it", [one for _, _, refused, _ in results for one in refused],
             sum(honest for _, _, _, honest in results))
    seen(rig, school, service, tokens, guessed, now)


def seen(rig, school, service, tokens, door, now):
    """Whoever is found where many have failed is shown to the teacher."""
    moment = now - datetime.timedelta(seconds=60)
    theirs = {code[-4:] for code in school.codes}
    nobodys = next(tail for tail in (f"{number:04}" for number in range(10_000)) if tail not in theirs)
    for _ in range(6):
        door.scan(nobodys, moment)
    found = door.scan(school.codes[-1][-4:], moment + datetime.timedelta(seconds=10))
    _, roster = service.request("GET", f"/api/v1/checkin-sessions/{school.session}/roster", tokens["teacher"][0])
    flags = [row["flags"] for row in roster["data"]["roster"] if row["user_code"] == school.codes[-1]]
    rig.row("a tail found after many failures, on the roster", f"{found['outcome']}, {flags}", "flagged typed_burst",
            flags == [["typed_burst"]])


def at_a_door(rig, school):
    """Ten minutes by the clock at a door in a pipe, as fast as it answers."""
    door, tries, looked_up, hits = school.door(), 0, 0, 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        door.send(f"{rig.dice.randrange(10_000):04}")
        answer = door.answer()
        tries += 1
        looked_up += answer["reason"] != "wait" and answer["outcome"] != "ignored"
        hits += answer["outcome"] in ("accepted", "repeated")
    door.end()
    rig.row(f"tails looked up in ten minutes, of {tries:,} at a door", f"{looked_up}, {hits} got through",
            f"{most_tries(SECONDS)} by the rule", looked_up - hits <= most_tries(SECONDS))


def formed(secret):
    """A token of the right form, so that it is looked for."""
    body = "kiosk_" + secret
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return body + "_" + "".join(alphabet[byte % 32] for byte in hashlib.sha256(body.encode()).digest()[:6])


def made_up(rig):
    return formed("".join(rig.dice.choices("abcdefghijkmnpqrstuvwxyz23456789", k=32)))


def near(rig, token):
    """The token, but for the last eight of its secret."""
    return formed(token[6:30] + made_up(rig)[6:14])


def tokens_guessed(rig, service, tokens):
    """From one address, as fast as they are answered, with the limits as they are shipped."""
    for what, path, field, limit in (("check-in API", "/api/v1/checkin-sessions", "Authorization", 100),
                                     ("attendance API", "/v2p1/ping", "auth-token", 50)):
        began, count, answers = time.monotonic(), 400, []
        for number in range(count):
            token = made_up(rig) if number % 2 else near(rig, tokens["superadmin"][0])
            value = f"Bearer {token}" if field == "Authorization" else token
            answers.append(ask(service, "GET", path, source="127.0.3.1", **{field: value})[0])
        seconds = time.monotonic() - began
        rig.zero(f"guessed tokens let in, {what}", [one for one in answers if one not in (401, 429)], count)
        looked_up, most = answers.count(401), int(limit * (seconds + 1))
        rig.row(f"guessed tokens looked up in {seconds:.1f} s, {what}", f"{looked_up} of {count}",
                f"at most {most}", looked_up <= most)


def without_id(answer):
    status, fields, text = answer
    own = ("date", "x-request-id", "ratelimit", "content-length")
    return (status, sorted(item for item in fields.items() if item[0] not in own),
            re.sub(r'"request_id": ?"\w+"', "", text))


def oracles(rig, school, service, tokens):
    """What is refused is refused in the same words, however near it was."""
    good = tokens["teacher"][0]
    wrong = {"unknown": made_up(rig), "near": near(rig, good), "malformed": good[:-1] + "!", "short": good[:-3],
             "revoked": tokens["revoked"][0], "capitals": good.upper(), "calendar's": tokens["calendar"][0]}
    path = f"/api/v1/checkin-sessions/{school.session}"
    answers = {name: without_id(ask(service, "GET", path, token)) for name, token in wrong.items()}
    # A feed's token is one, and may do something else.
    known = answers.pop("calendar's")
    rig.zero("wrong tokens that are told apart", [name for name, one in answers.items() if one != answers["unknown"]],
             len(answers))
    rig.row("control: a token of another kind is told apart", f"{known[0]}", "not 401", known != answers["unknown"])
    proofs(rig, school, service, tokens)


def proofs(rig, school, service, tokens):
    """A student outside, who knows the session's code: proofs by chance, another session's, and one that is near."""
    sides, student = school.sides, tokens["student"][0]
    def of(side):
        return service.request("GET", f"/api/v1/checkin-sessions/{sides[side]['session']}/proof",
                               tokens["secretary"][0])[1]["data"]["proof"]
    alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
    tried = ["".join(rig.dice.choices(alphabet, k=6)) for _ in range(300)] + [of("art"), of("math")[:-1] + "!", ""]
    answers = [ask(service, "POST", "/api/v1/checkin-records/self", student,
                   {"session_code": sides["math"]["session_code"], "proof": proof}, source="127.0.3.2")
               for proof in tried]
    rig.zero("guessed proofs that check in", [one for one in answers if one[0] in (200, 201)], len(answers))
    kinds = {json.dumps(without_id(one)) for one in answers if one[0] != 429}
    rig.row("answers to guessed proofs, of how many kinds", f"{len(kinds)}", "1", len(kinds) == 1)
