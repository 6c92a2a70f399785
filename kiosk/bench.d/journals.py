# The journals of doors as doors write them (Wire/Sync/JournalLine.swift): each lesson opened, its students scanned, and
# closed.
import datetime
import json
import os
import random

from hub import DAY, EACH, LESSONS, ROOMS, STUDENTS, name

# Of a class of 30 so many come; every tenth of them comes late.
THERE = EACH - 1
GRACE = 10
MOST_LINES, MOST_BYTES = 500, 1 << 20
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def text(uid):
    digits = uid.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def made(moment):
    """A new id of that time (RFC 9562, version 7)."""
    random_part = bytearray(os.urandom(10))
    random_part[0] = random_part[0] & 0x0F | 0x70
    random_part[2] = random_part[2] & 0x3F | 0x80
    return text(moment.to_bytes(6, "big") + random_part)


class Journal:
    """One room's day, line by line, and how far the hub has it."""

    def __init__(self, room, source, lessons=LESSONS):
        self.room, self.epoch, self.boot = room, made(0), text(os.urandom(16))
        self.start = int(datetime.datetime.combine(DAY, datetime.time(), datetime.timezone.utc).timestamp() * 1000)
        self.uid = text(name("classroom", "B", str(room)))
        self.lines, self.acked, self.failures = [], 0, 0
        for lesson in range(lessons):
            self.hold(lesson, source)

    def write(self, kind, moment, **members):
        one = members.pop("id", None) or made(moment)
        line = {"kind": kind, "id": one, "seq": len(self.lines) + 1, "moment": moment, "boot": self.boot,
                "boot_ms": moment - self.start, "roster": 1, **members}
        self.lines.append(json.dumps(line, separators=(",", ":")).encode())
        return one

    def hold(self, lesson, source):
        course = lesson * ROOMS + self.room
        occurrence = text(name("course", source, f"k{course}", "generated", str(DAY), str(lesson + 1)))
        start = self.start + (8 + lesson) * 3_600_000
        of = {"occurrence": occurrence}
        code = "".join(random.choices(ALPHABET, k=6))
        opened = start - 300_000
        last = self.write("session", opened, **of, event="created", grace_minutes=GRACE, saw=[], origin="door:1")
        last = self.write("session", opened, **of, event="opened", code=code, grace_minutes=GRACE, saw=[last],
                          origin="door:1")
        for seat in range(THERE):
            is_late = seat % 10 == 9
            moment = (start + 720_000 if is_late else opened) + seat * 2_000
            user = text(name("user", source, f"s{(course * EACH + seat) % STUDENTS}"))
            one = self.write("scan", moment, user=user, **of, seen=seat, method="card", origin="door:1")
            self.write("attempt", moment, id=one, room=self.uid, **of, user=user, scan="token", bytes=10,
                       from_reader=True, outcome="accepted", number=2 if is_late else 1, checkin_time=moment,
                       method="card", failed_tail=False, receipt="".join(random.choices(ALPHABET, k=8)))
        self.write("session", start + 2_700_000, **of, event="closed", saw=[last], origin="door:1")

    def body(self, count):
        """A request with at most so many of the lines that are next; and how many went into it."""
        head = json.dumps({
            "epoch": self.epoch, "nonce": made(0), "after": self.acked, "oldest": 1, "newest": len(self.lines),
            "fixes": [{"boot": self.boot, "boot_ms": 1000, "hub_time": self.start + 1000, "within_ms": 20}]})
        lines, size = [head.encode()], len(head)
        for line in self.lines[self.acked:self.acked + count]:
            size += len(line) + 1
            if size > MOST_BYTES:
                break
            lines.append(line)
        return b"\n".join(lines), len(lines) - 1
