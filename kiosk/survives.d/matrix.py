# Every operation of both documents by every kind of caller, on what is their own, another's, and missing, over HTTP.
# What must come of it stands in the table below, written by hand from who may do what: `all`, `own`, or nothing.
import json
import re

from callers import SCOPES

OFFICE = ("superadmin", "secretary", "assistant")
STAFF = {"all": OFFICE, "own": ("teacher", "other teacher")}
STUDENTS = ("student", "other student")
DEVICES = ("device", "other device")


def scoped(*scopes):
    return {"all": scopes, "own": ()}


TABLE = {
    "createSession": STAFF, "openSession": STAFF, "closeSession": STAFF, "getRoster": STAFF, "addToRoster": STAFF,
    "toggleStatus": STAFF, "judgeFlag": STAFF, "voidScans": STAFF, "streamEvents": STAFF, "markByHand": STAFF,
    "getProof": {"all": OFFICE, "own": (*STAFF["own"], "projector")},
    "listSessions": {"all": OFFICE, "own": (*STAFF["own"], *DEVICES)},
    "listDay": {"all": OFFICE, "own": (*STAFF["own"], *DEVICES)},
    "getSession": {"all": OFFICE, "own": (*STAFF["own"], *DEVICES)},
    "listRecords": {"all": OFFICE, "own": (*STAFF["own"], *STUDENTS)},
    "explainRecord": {"all": OFFICE, "own": (*STAFF["own"], *STUDENTS)},
    "getMySchedule": {"all": (), "own": STUDENTS}, "checkInSelf": {"all": (), "own": STUDENTS},
    "getMyCalendar": {"all": (), "own": ("calendar",)}, "scan": {"all": (), "own": DEVICES},
    "getRoomCalendar": {"all": (), "own": ("room's calendar",)},
    "setClassAttendance": scoped("classes:write"), "setYearGroupHomeroomAttendance": scoped("homeroom:write"),
    "setHomeroomAttendance": scoped("homeroom:write"),
} | {name: scoped("classes:read") for name in (
    "getClassTermAttendance", "getClassDateAttendance", "getClassAttendance", "listMissingAttendance",
    "getClassTimetable")} | {name: scoped("homeroom:read") for name in (
        "getHomeroomTermAttendance", "getHomeroomAdjustments", "getHomeroomDateAttendance", "getHomeroomAttendance")
} | {name: scoped("excusals") for name in (
    "listExcusals", "listStudentExcusals", "createExcusal", "updateExcusal", "deleteExcusal")
} | {name: scoped(*SCOPES) for name in (
    "ping", "listPermissions", "listAcademicYears", "listAttendanceCategories", "listYearGroups", "listClasses",
    "getClass", "listClassTerms", "listClassStudents", "listStudents", "getStudent", "listTeachers", "getTeacher",
    "listParents", "getParent", "listMemberships")}

# What is asked about stands in nothing but who asks, or in a filter that only empties a list.
WITHOUT_OBJECT = {
    "listSessions", "listDay", "listRecords", "getMySchedule", "getMyCalendar", "scan", "checkInSelf",
    "listMissingAttendance", "listExcusals", "ping", "listPermissions", "listAcademicYears", "listYearGroups",
    "listClasses", "listStudents", "listTeachers", "listParents", "listMemberships"}

# The token stands in a link: whoever shows one that can do more shows none. A person's feed is told of no room.
FEEDS = {"getMyCalendar": {}, "getRoomCalendar": {"calendar": 404}}

BODIES = {
    "createSession": {"occurrence_id": "occurrence"}, "openSession": {"=reopen": True},
    "addToRoster": {"student_id": "student"}, "voidScans": {"student_id": "student"},
    "toggleStatus": {"student_id": "student", "=status": "late"},
    "judgeFlag": {"student_id": "student", "=flag": "unrostered", "=action": "dismiss"},
    "markByHand": {"session_id": "session", "student_id": "student", "=status": "late"},
    "checkInSelf": {"session_code": "session_code", "=proof": "AAAAAA"}, "scan": {"scan": "code"},
    "setHomeroomAttendance": {"date": "date", "=status": 1},
}
# The object is the id in the path, or what the body names.
PATH_IDS = [("/checkin-sessions/{id}", "session"), ("/classrooms/{id}", "room"),
            ("/checkin-records/{id}", "record"), ("/classes/{id}", "course"),
            ("/year-groups/{year_group_id}", "group"), ("/excusals/{id}", "excusal"), ("{student_id}", "student"),
            ("/students/{id}", "student"), ("/teachers/{id}", "teacher"), ("/parents/{id}", "parent"),
            ("/academic-years/{id}", "year"), ("{term_id}", "term"), ("{date}", "date")]


def body(name, things):
    if name in ("setClassAttendance", "setYearGroupHomeroomAttendance"):
        return {"attendances": [{"student_id": things["student"], "date": things["date"], "period": 1, "status": 1}]}
    if name == "createExcusal":
        return {"excusal": {"parent_id": things["parent"], "start_date": "2030-05-06"}}
    if name == "updateExcusal":
        return {"excusal": {"comment": "Flu"}}
    return {key.lstrip("="): value if key[0] == "=" else things[value] for key, value in BODIES.get(name, {}).items()}


def path(template, things):
    for part, name in PATH_IDS:
        if part in template:
            template = template.replace(part, re.sub(r"\{\w+\}", str(things[name]), part))
    if "{" in template:
        raise SystemExit(f"no id for {template}")
    return template


class Matrix:
    def __init__(self, school, service, tokens):
        self.school, self.service, self.tokens = school, service, tokens
        self.operations = [(method.upper(), template, operation["operationId"], "requestBody" in operation)
                           for document in ("/openapi.json", "/openapi-attendance.json")
                           for template, methods in service.request("GET", document)[1]["paths"].items()
                           for method, operation in methods.items()
                           if method != "parameters" and operation.get("security") != []]
        self.answers = {}

    def unknown(self):
        """Operations of the documents without a row in the table, and rows without an operation."""
        named = {name for _, _, name, _ in self.operations}
        return sorted(named ^ set(TABLE))

    def prepare(self):
        """A record and an excusal on each side; again before whatever takes them away."""
        for things in self.school.sides.values():
            status, made = self.service.request(
                "POST", "/api/v1/checkin-records/manual", self.tokens["secretary"][0],
                {"session_id": things["session"], "student_id": things["student"], "status": "present"})
            things["record"] = made["data"]["id"]
            things["excusal"] = self.excusal(things)

    def excusal(self, things):
        token, url = self.tokens["excusals"][0], f"/v2p1/students/{things['student']}/excusals"
        made = self.service.request("POST", url, token,
                                    {"excusal": {"parent_id": things["parent"], "start_date": "2030-01-07"}})
        if made[0] == 201 or made[0] == 200:
            return made[1]["excusal"]["id"]
        return self.school.id(f"SELECT max(id) FROM excusal WHERE student_id = {things['student']}")

    def ask(self):
        """Asks everything; keeps the status and the whole answer by operation, caller and object."""
        for method, template, name, has_body in self.operations:
            objects = {"math": self.school.sides["math"], "art": self.school.sides["art"]}
            objects["missing"] = objects["math"] | self.school.MISSING
            for caller, (token, _) in self.tokens.items():
                for side, things in objects.items():
                    if name == "deleteExcusal" and caller == "excusals" and side != "missing":
                        things["excusal"] = self.excusal(things)
                    url = path(template, things)
                    if name == "getMySchedule":
                        url += f"?date={things['date']}" if side != "missing" else "?date=2030-01-01"
                    if name in FEEDS:
                        url += f"?token={token}"
                    asked = "HEAD" if name == "streamEvents" else method
                    sent = body(name, things) if has_body else None
                    self.answers[name, caller, side] = self.service.request(asked, url, token, sent)
            if name in ("closeSession", "voidScans"):
                self.reopen()

    def reopen(self):
        for things in self.school.sides.values():
            self.service.request("POST", f"/api/v1/checkin-sessions/{things['session']}/open",
                                 self.tokens["secretary"][0], {"reopen": True})

    def expected(self, name, caller, side, table):
        if caller in ("none", "rubbish", "revoked"):
            return 401
        row = table[name]
        if caller not in row["all"] and caller not in row["own"]:
            return FEEDS.get(name, {}).get(caller, 401 if name in FEEDS else 403)
        if name in WITHOUT_OBJECT:
            return "allowed"
        is_there = side != "missing" and (caller in row["all"] or self.tokens[caller][1] == side)
        return "allowed" if is_there else 404

    def differences(self, table=TABLE):
        """Answers that are not as the table has it."""
        found = []
        for (name, caller, side), (status, text) in self.answers.items():
            wanted = self.expected(name, caller, side, table)
            is_allowed = status < 500 and (status not in (401, 403, 404) or name == "checkInSelf" and status == 404)
            if wanted == "allowed" and not is_allowed or wanted != "allowed" and status != wanted:
                found.append(f"{name} by {caller} on {side}: {status}, wanted {wanted}: {str(text)[:160]}")
        return found

    def tells(self):
        """Refusals that differ between what is another's and what is missing."""
        found, pairs = [], 0
        for (name, caller, side), (status, text) in self.answers.items():
            if side == "missing" or status not in (401, 403, 404):
                continue
            of_missing = self.answers[name, caller, "missing"]
            pairs += 1
            if (status, same(text, side, self.school)) != (of_missing[0], same(of_missing[1], "missing", self.school)):
                found.append(f"{name} by {caller}: {side} {text} but missing {of_missing}")
        return found, pairs

    def named(self):
        """Lists that name what is the other side's."""
        found, count = [], 0
        theirs = {"math": ("ART1", "Drawing", "Bob"), "art": ("MATH101", "Calculus", "Ann")}
        for (name, caller, _), (status, text) in self.answers.items():
            if name in WITHOUT_OBJECT and caller in TABLE[name]["own"] and status == 200:
                count += 1
                words = [word for word in theirs[self.tokens[caller][1]] if word in json.dumps(text)]
                if words:
                    found.append(f"{name} by {caller}: {words}")
        return found, count


def same(text, side, school):
    """An answer without what every answer has of its own: the request's id, and the id that was asked for."""
    text = re.sub(r'"request_id": "\w+"', "", json.dumps(text))
    things = school.MISSING if side == "missing" else school.sides[side]
    for id in things.values():
        text = re.sub(rf"(?<![\w-]){id}(?![\w-])", "ID", text)
    return text


def roles(rig, school, service, tokens):
    matrix = Matrix(school, service, tokens)
    rig.zero("operations without a row in the table", matrix.unknown(), len(matrix.operations))
    matrix.prepare()
    matrix.ask()
    rig.zero("answers other than who may do what", matrix.differences(), len(matrix.answers))
    rig.zero("refusals that tell whether it exists", *matrix.tells())
    rig.zero("lists that name another's", *matrix.named())
    permissive = TABLE | {"toggleStatus": {"all": (*OFFICE, "student"), "own": ()}}
    found = matrix.differences(permissive)
    rig.row("control: a table that lets students mark", f"{len(found)} differences", "more than 0", bool(found))
    return matrix
