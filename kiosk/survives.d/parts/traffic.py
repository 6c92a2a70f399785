# Callers who write to a hub as fast as it answers, scans of a door and marks of a teacher, and who ask the same again
# until it is answered. Each mark has a remark that no other has, and each scan an id: so both can be counted.
import http.client
import itertools
import json
import threading
import time
import uuid

AGAIN = (409, 503)
CALLERS = 8


class Traffic:
    """What was asked by all, and what was answered as done, and when."""

    def __init__(self, school, service):
        self.school, self.service = school, service
        self.device = school.token("--device", f"Door {uuid.uuid4().hex[:8]}", "--room", "A 1")
        self.teacher = school.token("--user", "T1001")
        rows = school.sql("SELECT id, code FROM \"user\" WHERE role = 'student' ORDER BY code")
        self.students = [int(row.split("|")[0]) for row in rows]
        self.name = uuid.uuid4().hex[:8]
        self.numbers = itertools.count()
        self.lock = threading.Lock()
        self.marks, self.scans, self.times, self.wrong, self.faults = set(), set(), [], [], []
        self.is_ending = False
        self.callers = [threading.Thread(target=self.call, daemon=True) for _ in range(CALLERS)]
        for caller in self.callers:
            caller.start()

    @property
    def answered(self):
        return len(self.times)

    def deed(self):
        """What one request asks: a scan after every three marks, as long as somebody has not been scanned."""
        number = next(self.numbers)
        if number % 4 == 3 and (code := next(self.school.unscanned, None)):
            one = str(uuid.uuid4())
            return "scan", self.device, {"scan": code, "attempt_id": one}, self.scans, one.replace("-", "")
        remark = f"{self.name}-{number}"
        body = {"session_id": self.school.session, "student_id": self.students[number % len(self.students)],
                "status": ("present", "late", "absent")[number % 3], "remark": remark}
        return "manual", self.teacher, body, self.marks, remark

    def call(self):
        try:
            connection = None
            while not self.is_ending:
                route, token, body, kept, one = self.deed()
                fields = {"Authorization": f"Bearer {token}", "Content-Type": "application/json",
                          "Idempotency-Key": one}
                while not self.is_ending:
                    connection = connection or http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=60)
                    try:
                        connection.request("POST", f"/api/v1/checkin-records/{route}", json.dumps(body), fields)
                        answer = connection.getresponse()
                        text = answer.read()
                    except (OSError, http.client.HTTPException):
                        connection.close()
                        connection = None
                        continue
                    if answer.status in (200, 201):
                        with self.lock:
                            self.times.append(time.monotonic())
                            if route == "manual" or json.loads(text)["data"]["outcome"] == "accepted":
                                kept.add(one)
                        break
                    if answer.status not in AGAIN:
                        with self.lock:
                            self.wrong.append(f"{route}: {answer.status} {text[:200]}")
                    time.sleep(0.05)
        except Exception as fault:
            self.faults.append(fault)

    def goes_on(self, count, within=60):
        """Waits for so many more answers; when the first of them came."""
        before, deadline = self.answered, time.monotonic() + within
        while self.answered < before + count:
            if self.faults:
                raise self.faults[0]
            if time.monotonic() > deadline:
                raise SystemExit(f"it does not go on: {self.school.sql('SELECT 1')} {self.service.said()[-2000:]}")
            time.sleep(0.005)
        return self.times[before]

    def forget(self, lost):
        """What was lost once is not lost again."""
        self.marks -= lost
        self.scans -= lost

    def lost(self):
        """What was answered as done, and is not there."""
        with self.lock:
            marks, scans = set(self.marks), set(self.scans)
        there = set(self.school.sql(f"SELECT remark FROM evidence WHERE remark LIKE '{self.name}-%'"))
        scanned = set(self.school.sql("SELECT encode(id, 'hex') FROM evidence WHERE kind = 'scan'"))
        return (marks - there) | (scans - scanned)

    def doubled(self):
        """What was asked once, however often it was sent, and is there more than once."""
        return self.school.sql(f"SELECT remark, count(*) FROM evidence WHERE remark LIKE '{self.name}-%' "
                               "GROUP BY remark HAVING count(*) > 1")

    def end(self):
        self.is_ending = True
        for caller in self.callers:
            caller.join(90)
        if self.faults:
            raise self.faults[0]
