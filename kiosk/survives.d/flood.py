# Random bytes at a door's reader, as of a broken cable or a cat on the keypad, only more of them: nothing crashes,
# memory is flat, and the next card is taken.
import re
import threading
import time

from gauges import MIB, Gauges, leaks, megabytes

CHUNK = 1 << 16
SAMPLES = 100
# In hundreds of millions of bytes chance writes lines of a few digits: those may be the last four of somebody.
SOMEBODYS = re.compile(rb"(?<=[\r\n])[0-9]{4,10}(?=[\r\n])")


class Answers(threading.Thread):
    """Takes what the door says, so that it never waits for its reader; counts it, and keeps the last of it."""

    def __init__(self, door):
        super().__init__(daemon=True)
        self.door, self.count, self.accepted, self.wrong = door, 0, threading.Event(), []

    def run(self):
        while (answer := self.door.answer(within=120)) is not None:
            self.count += 1
            if answer["outcome"] == "accepted":
                self.accepted.set()
            elif answer["outcome"] not in ("refused", "ignored"):
                self.wrong.append(answer)


def feed(rig, door, gauges, size, has_lines):
    """So many bytes, and what the process held meanwhile."""
    samples, sent = [], 0
    while sent < size and door.process.poll() is None:
        noise = SOMEBODYS.sub(b"noise", rig.dice.randbytes(min(CHUNK, size - sent)))
        if not has_lines:
            noise = noise.replace(b"\n", b"x").replace(b"\r", b"x")
        door.process.stdin.write(noise)
        door.process.stdin.flush()
        sent += len(noise)
        if len(samples) < sent * SAMPLES // size:
            samples.append(gauges.read())
    return samples, sent


def noise(rig, school, code, size, has_lines):
    door = school.door()
    answers = Answers(door)
    answers.start()
    gauges = Gauges(door.process.pid, school.database)
    began = time.monotonic()
    samples, sent = feed(rig, door, gauges, size, has_lines)
    door.send("", code)
    what = f"{sent / MIB:.0f} MiB of noise" + ("" if has_lines else " without a line end")
    is_accepted = answers.accepted.wait(600)
    rig.row(f"{what}: the card after it", "accepted" if is_accepted else "not", "accepted", is_accepted)
    found = leaks(samples)
    if not rig.long:
        # A door that has just begun fills its log up to the first checkpoint.
        found.pop("log", None)
    minutes = (time.monotonic() - began) / 60
    rig.row(f"it took {minutes:.1f} min, {answers.count:,} answers; held at its end",
            megabytes(samples[-1]["memory"]), "flat" if not found else f"grew: {found}", not found)
    rig.zero("answers that are neither refused nor ignored", answers.wrong, answers.count)
    rig.row("the door ended in order", door.end(), "0", door.process.returncode == 0)
