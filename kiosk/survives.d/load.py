# Thousands of connections that mean no good, binary noise at the reader, and a campus' day in minutes: a door in a pipe
# keeps its answers meanwhile, others are answered, and what it holds comes back to what it was, or does not grow.
# Controls: what leaks on purpose must be called a leak by the same judgement.
import itertools
import resource
import socket
import threading
import time

from crowd import Crowd
from flood import noise
from gauges import MIB, Gauges, Peak, megabytes
from planted import controls
from rig import ROOM, Program, Rig
from soak import soak

# A lecture hall: its roster is the largest answer that is asked for over and over.
STUDENTS = 500
# Longer than what noise writes by chance.
OFFICE = "OFFICE2468"
MOST_MEMORY = 150 * MIB
# What the program may hold over what it held at rest, once a crowd has gone.
MOST_KEPT = 10 * MIB
SECONDS_TO_GIVE_BACK = 32
CROWD = {"idle": 9_000, "kept alive": 1_000, "slow head": 500, "slow body": 500, "slow reader": 400,
         "slow document": 300, "slow stream": 300, "gone in a head": 40, "gone in a body": 40,
         "gone in an answer": 40, "gone in a stream": 40}
# What kiosk/test makes beside everything else that it does.
PART = 5


def door_with_service(school, **more):
    """One process: a door in a pipe, and HTTP beside it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    door = Program(school, ["run", "--room", ROOM, "--screen", "json", "--listen", f"127.0.0.1:{port}"], **more)
    door.port = port
    door.expect("Serving on")
    return door


class Queue:
    """Cards at the door, one after the other, and how long each waited for the answer; students again and again, and
    between two rounds strangers, so that no card comes twice in two seconds. Each is a commit.
    """

    def __init__(self, door, codes):
        self.door, self.wrong, self.students = door, [], set(codes)
        self.codes = itertools.cycle(codes + [str(1_000_000 + number) for number in range(3_000)])

    def times(self, count):
        waits = []
        for _ in range(count):
            code = next(self.codes)
            asked = time.monotonic()
            self.door.send(code)
            answer = self.door.answer()
            waits.append((time.monotonic() - asked) * 1_000)
            known = answer and answer["outcome"] in ("accepted", "repeated")
            if not answer or answer["outcome"] == "ignored" or known != (code in self.students):
                self.wrong.append(f"{code}: {answer}")
        return waits


class Others(threading.Thread):
    """Clients that mean well, each on a connection of its own, until they are told to stop."""

    def __init__(self, service, session, token):
        super().__init__(daemon=True)
        self.service, self.session, self.token = service, f"/api/v1/checkin-sessions/{session}", token
        self.waits, self.wrong, self.has_stopped = [], [], threading.Event()

    def run(self):
        paths = ["/healthz", self.session, self.session + "/proof", "/readyz"]
        while not self.has_stopped.is_set():
            path, asked = paths[len(self.waits) % len(paths)], time.monotonic()
            try:
                status, text = self.service.request("GET", path, self.token)
            except OSError as fault:
                status, text = 0, fault
            self.waits.append(time.monotonic() - asked)
            if status != 200:
                self.wrong.append(f"{path}: {status} {text}")

    def end(self):
        self.has_stopped.set()
        self.join()


def ratio(rig, what, before, during):
    """Told, and no goal: what else the machine does is in it."""
    def part(waits, hundredth):
        return sorted(waits)[min(len(waits) - 1, len(waits) * hundredth // 100)]
    p50, p99 = (part(during, n) / part(before, n) for n in (50, 99))
    rig.row(f"door's answer {what}, p50 and p99", f"{p50:.1f} x, {p99:.1f} x", "told", True)


def back(gauges, before, within=120):
    """Waits until descriptors and threads are what they were; what they are then."""
    deadline = time.monotonic() + within
    while True:
        now = gauges.read()
        is_back = all(now[name] <= before[name] for name in ("descriptors", "threads"))
        if is_back or time.monotonic() > deadline:
            return now
        time.sleep(0.1)


def given_back(gauges):
    """The least that it holds for as long as it takes to give back all that a crowd has held."""
    deadline, least = time.monotonic() + SECONDS_TO_GIVE_BACK, gauges.memory
    while time.monotonic() < deadline:
        least = min(least, gauges.memory)
        time.sleep(0.1)
    return least


def wave(rig, name, kinds, school, door, queue, token, alone):
    """The crowd comes, stays until the slow have met their deadlines, and goes."""
    peak = Peak(Gauges(door.process.pid))
    others = Others(door, school.session, token)
    crowd = Crowd(door.port, kinds, token, school.session)
    counts = crowd.gathered()
    others.start()
    beside = queue.times(200)
    # The deadline of a head is ten seconds. Others have to have been there as well.
    while (now := crowd.counts())["turned away"] < kinds["slow head"] + kinds["slow body"] or len(others.waits) < 20:
        beside += queue.times(20)
    others.end()
    told = f"{counts['held']:,}, {now['turned away']:,}, {now['vanished']:,}"
    rig.row(f"{name}: held at once, turned away, vanished", told, f"held: at least 90 % of {crowd.size:,}",
            counts["held"] >= 0.9 * crowd.size)
    most = peak.end()
    rig.row(f"{name}: memory at its peak", megabytes(most), f"at most {megabytes(MOST_MEMORY)}", most <= MOST_MEMORY)
    ratio(rig, "in the crowd, against alone", alone, beside)
    rig.zero(f"others not answered; the slowest took {max(others.waits):.1f} s", others.wrong, len(others.waits))
    crowd.leave()
    return len(beside), most


def waves(rig, school, door, queue, token):
    """Twice, or four times: what the first one leaves behind is warm, what the last one adds to it has leaked."""
    gauges = Gauges(door.process.pid, school.database)
    kinds = CROWD if rig.long else {kind: count // PART for kind, count in CROWD.items()}
    # Connections to the database are kept once they have been needed.
    warm = Crowd(door.port, {kind: 4 for kind in kinds}, token, school.session)
    warm.gathered()
    queue.times(300)
    warm.leave()
    alone = queue.times(300)
    before, after, asked, peaks = back(gauges, gauges.read()), [], 0, []
    for number in range(4 if rig.long else 2):
        cards, peak = wave(rig, f"wave {number + 1}", kinds, school, door, queue, token, alone)
        asked += cards
        peaks.append(peak)
        after.append(back(gauges, before) | {"memory": given_back(gauges)})
        kept = after[-1]["memory"] - before["memory"]
        # A short run's rest is that of a service whose caches of the database are still half empty.
        goal = f"at most {megabytes(MOST_KEPT)}" if rig.long else "told"
        rig.row(f"wave {number + 1}: memory kept over what it was at rest", megabytes(kept), goal,
                not rig.long or kept <= MOST_KEPT)
    rig.zero("cards at the door wrongly answered in the crowd", queue.wrong, asked)
    for name in ("descriptors", "threads"):
        rig.row(f"{name} before, and after each wave", f"{before[name]}, {[now[name] for now in after]}", "no more",
                all(now[name] <= before[name] for now in after))
    first, last = after[0]["memory"], after[-1]["memory"]
    rig.row("memory before, after the first and the last wave",
            ", ".join(megabytes(size) for size in (before["memory"], first, last)),
            "last is first + 3 % of the peak + 2 MiB", last <= first + 0.03 * peaks[0] + 2 * MIB)


def main():
    rig = Rig("Load")
    needed = sum(CROWD.values()) + 2_000
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with rig.school(STUDENTS, connections=needed) as school:
        school("user", "add", "--code", OFFICE, "--name", "Office", "--role", "secretary")
        office, device = school.token("--user", OFFICE), school.token("--device", "d", "--room", ROOM)
        absent = [school.codes.pop(), school.codes.pop()]
        door = door_with_service(school)
        # Not those whom the soak brings to the door: a card that was read a moment ago is ignored.
        queue = Queue(door, school.codes[len(school.codes) // 2:])
        if most < needed:
            rig.skipped("the crowd", f"a process may open {most} files here, and it takes {needed}")
        else:
            waves(rig, school, door, queue, office)
        controls(rig, school, queue)
        soak(rig, school, door, office, device)
        rig.row("the door ended in order", door.end(), "0", door.process.returncode == 0)
        size = 200 * MIB if rig.long else MIB
        noise(rig, school, absent[0], size, True)
        noise(rig, school, absent[1], size, False)
    rig.done()


main()
