# Ten times a door's own peak, for twenty minutes: 17 check-ins a second at the door and as many over HTTP, with reads,
# streams, exports and commands beside. Flat is: the second half holds what the first did; gauges.py has the slack.
import http.client
import itertools
import json
import threading
import time

from gauges import Gauges, halves, leaks, megabytes

A_SECOND = 17


class Paced(threading.Thread):
    """Does something so many times a second until it is told to stop; what is late is caught up."""

    def __init__(self, a_second, deed):
        super().__init__(daemon=True)
        self.step, self.deed, self.over = 1 / a_second, deed, threading.Event()
        self.done, self.wrong = 0, []

    def run(self):
        due = time.monotonic()
        while not self.over.wait(max(0, due - time.monotonic())):
            due += self.step
            try:
                wrong = self.deed()
            except (OSError, http.client.HTTPException) as fault:
                wrong = repr(fault)
            self.done += 1
            if wrong:
                self.wrong.append(wrong)

    def end(self):
        self.over.set()
        self.join()


class Day:
    """What is asked of the door and its service, each as something that can be paced. A deed gives what went wrong."""

    def __init__(self, school, door, office, device):
        self.school, self.service, self.office, self.device = school, door, office, device
        half = len(school.codes) // 2
        self.at_door, self.by_http = itertools.cycle(school.codes[:half]), itertools.cycle(school.codes[half:])
        self.session = f"/api/v1/checkin-sessions/{school.session}"
        rows = door.request("GET", self.session + "/roster", office)[1]["data"]["roster"]
        self.marks = itertools.cycle([(row["student_id"], status) for status in ("late", "present", "leave")
                                      for row in rows if row["user_code"] in school.codes])
        self.paths = itertools.cycle(["/healthz", self.session, self.session + "/roster", "/readyz", "/metrics",
                                      "/api/v1/checkin-records?per_page=200", "/api/v1/checkin-sessions/daily"])
        self.commands = itertools.cycle([["user", "list"], ["course", "list"], ["occurrence", "list", "--json"],
                                         ["export"], ["session", "list"], ["report"]])

    def card(self):
        self.service.send(next(self.at_door))
        answer = self.service.answer()
        return None if answer and answer["outcome"] in ("accepted", "repeated") else answer or "no answer"

    def scan(self):
        status, body = self.service.request("POST", "/api/v1/checkin-records/scan", self.device,
                                            {"scan": next(self.by_http)})
        is_good = status == 200 and body["data"]["outcome"] in ("accepted", "repeated")
        return None if is_good else (status, body)

    def mark(self):
        student, mark = next(self.marks)
        status, body = self.service.request("POST", self.session + "/toggle-status", self.office,
                                            {"student_id": student, "status": mark})
        return None if status == 200 else (status, body)

    def read(self):
        status, body = self.service.request("GET", next(self.paths), self.office)
        return None if status == 200 else (status, body)

    def command(self):
        done = self.school.run(*next(self.commands))
        return None if done.returncode == 0 else done.stderr

    def stream(self):
        """Listens to a hundred events, and goes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=60)
        try:
            connection.request("GET", self.session + "/events", headers={"Authorization": f"Bearer {self.office}"})
            answer = connection.getresponse()
            rows = itertools.islice((line for line in answer if line.startswith(b"data: {")), 100)
            return None if sum(bool(json.loads(row[6:])) for row in rows) == 100 else "an event stream ended early"
        finally:
            connection.close()


def soak(rig, school, door, office, device):
    """For twenty minutes; where not all is asked for, long enough to see that all of it is answered."""
    seconds = 1_200 if rig.long else 8
    day, gauges, samples = Day(school, door, office, device), Gauges(door.process.pid, school.database), []
    # A stream ends by what is marked beside it: that goes on the longest.
    paced = {"streams": Paced(0.5, day.stream), "reads": Paced(5, day.read), "commands": Paced(0.2, day.command),
             "check-ins over HTTP": Paced(A_SECOND, day.scan), "check-ins at the door": Paced(A_SECOND, day.card),
             "marks": Paced(A_SECOND, day.mark)}
    began = time.monotonic()
    for one in paced.values():
        one.start()
    while time.monotonic() - began < seconds:
        paced["reads"].over.wait(seconds / 200)
        samples.append(gauges.read())
    for name, one in paced.items():
        one.end()
        rig.zero(f"{name} gone wrong in {seconds} s, {one.done / seconds:.1f} a second", one.wrong, one.done)
    if not rig.long:
        return
    found = leaks(samples)
    for name in Gauges.NAMES:
        first, second = halves(samples, name)
        told = f"{megabytes(first)}, {megabytes(second)}" if name in ("memory", "log") else f"{first:.0f}, {second:.0f}"
        rig.row(f"{name}: first and second half of the soak", told, "flat", name not in found)
