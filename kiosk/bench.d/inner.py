# Parts inside the program, each beside the least that any way of doing the same must do: in instructions, which no
# other work on the machine changes, and in processor time.
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).parent.parent.parent
# How long a part is repeated: for its time, and for its instructions, where it is many times slower. What happens before
# it differs by some 200,000 of these from run to run.
TIMED, COUNTED = 200e6, 20e6


def built(suite, folder):
    """Without what is for debuggers: valgrind cannot read it as Swift writes it."""
    suite.say("building the inner parts")
    done = subprocess.run([ROOT / "kiosk/build", "inner"], env=os.environ | {"KIOSK_BENCH": "1"}, capture_output=True,
                          text=True)
    if done.returncode:
        raise SystemExit(f"the inner parts were not built: {done.stderr}")
    program = folder / "inner"
    subprocess.run(["strip", "-o", program, done.stdout.strip()], check=True)
    return program


class Inner:
    def __init__(self, program, folder):
        self.program, self.folder, self.runs = program, folder, 0
        # Else the order of every set is another one in each process.
        self.environment = os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"}

    def parts(self):
        return [line.split("\t") for line in self.said().stdout.splitlines()]

    def said(self, *arguments, wrap=()):
        done = subprocess.run([*wrap, self.program, *map(str, arguments)], env=self.environment, capture_output=True,
                              text=True)
        if done.returncode:
            raise SystemExit(f"inner {arguments}: {done.stderr}")
        return done

    def run(self, part, way, count, wrap=()):
        """In a folder of its own."""
        self.runs += 1
        folder = self.folder / str(self.runs)
        folder.mkdir()
        return self.said(part, way, count, folder, wrap=wrap)

    def nanoseconds(self, part, way):
        """Of one, out of as many as take long enough to be told from the clock's own steps."""
        count = 1
        while True:
            took = int(self.run(part, way, count).stdout)
            if took >= TIMED:
                return took / count
            count = int(count * min(100, 1.5 * TIMED / max(took, 1))) + 1

    def instructions(self, part, way, nanoseconds):
        """Of one: what so many more of it add."""
        more = max(5, int(COUNTED / nanoseconds))

        def collected(count):
            said = self.run(part, way, count, ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]).stderr
            return int(re.search(r"Collected : (\d+)", said)[1])
        few, many = collected(1), collected(1 + more)
        return (many - few) / more


def measure(suite, folder):
    inner = Inner(built(suite, folder), folder)
    for part, least in inner.parts():
        ours, plain = suite.in_turn(lambda: inner.nanoseconds(part, "ours"), lambda: inner.nanoseconds(part, "least"))
        suite.figure(f"{part}, time", "ns", ours, least, plain)
        ours, plain = suite.in_turn(lambda: inner.instructions(part, "ours", min(ours)),
                                    lambda: inner.instructions(part, "least", min(plain)), rounds=2)
        suite.figure(part, "instr", ours, least, plain)
