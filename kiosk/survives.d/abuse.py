# Whoever wants to be marked present without being there, or to see what is not theirs: asking as somebody else,
# guessing, replaying, and names that are programs. Each theme has its file beside this one.
import pathlib
import tempfile

from callers import TwoCourses
from guessing import at_a_door, oracles, tails, tokens_guessed
from intrusion import mass, raws
from matrix import roles
from names import names, over_http, plant
from rig import Rig
from traces import Secrets, at_the_door, keys, left_behind, links, pin, proofs, timing, title


def beside_a_service(rig, school, tokens, secrets):
    """All that is asked over HTTP; what the services wrote, and their titles."""
    service = school.service()
    matrix = roles(rig, school, service, tokens)
    mass(rig, matrix)
    raws(rig, school, service, tokens["teacher"][0])
    proofs(rig, school, service, tokens, secrets)
    keys(rig, school, service, tokens)
    cookie = links(rig, school, service, secrets)
    timing(rig, school, service, tokens)
    tails(rig, school, service, tokens)
    titles = title(service.process.pid)
    rig.row("the service ended in order", service.end(), "0", service.process.returncode == 0)
    limited = school.service(environment={"KIOSK_RATE_LIMIT": "100/s", "KIOSK_ATTENDANCE_RATE_LIMIT": "50/s"})
    tokens_guessed(rig, limited, tokens)
    oracles(rig, school, limited, tokens)
    limited.end()
    return {"log": service.said().encode() + limited.said().encode(), "title": titles}, cookie


def main():
    rig = Rig("Abuse")
    with tempfile.TemporaryDirectory(prefix="kiosk-abuse-") as name:
        school = TwoCourses(rig, pathlib.Path(name), 60)
        # Since midnight: guesses are made in the order of moments that have been.
        midnight = "unixepoch('now', 'localtime', 'start of day', 'utc') * 1000"
        school.sql(f"UPDATE checkin_interval SET opened_at = {midnight}")
        tokens = school.tokens()
        secrets = Secrets(tokens)
        pin(school, secrets)
        logs, cookie = beside_a_service(rig, school, tokens, secrets)
        logs["door's log"], logs["door's title"] = at_the_door(school, secrets)
        if rig.long:
            at_a_door(rig, school)
        codes = plant(school)
        names(rig, school, codes)
        service = school.service()
        over_http(rig, school, service, tokens, cookie)
        service.end()
        left_behind(rig, school, secrets, logs | {"last log": service.said().encode()})
    rig.done()


main()
