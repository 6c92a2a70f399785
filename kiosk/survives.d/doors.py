# Doors of a hub, behind a network that loses requests and answers, brings them twice and late, and answers itself; doors
# and the hub die by kill -9 meanwhile, and the hub is restored from an older backup. Whatever a door answered must be at
# the hub once, and at the end all hold and settle the same. The control is a network that says what a hub would say and
# hands nothing on: what is lost by it must be found.
import time
import uuid

from parts.proxy import Proxy
from rig import ROOM, Program, Rig, School

STUDENTS = 500
RECORDS = """
    SELECT u.code, r.number, r.checkin_time, r.method, r.flags, r.remark FROM record r
    JOIN "user" u ON u.id = r.user_id JOIN occurrence o ON o.id = r.occurrence_id ORDER BY 1
"""


class Door:
    """A directory of its own, joined to the hub through the network."""

    def __init__(self, campus, number):
        self.campus, self.number = campus, number
        self.school = object.__new__(School)
        self.school.rig, self.school.folder = campus.rig, campus.folder
        self.school.data = campus.folder / f"door{number}"
        self.school.settings = campus.hub.settings | {"DATA": self.school.data}
        code = campus.hub("device", "add", "--room", ROOM, "--name", f"Door {number}").strip()
        self.school("enrol", campus.proxy.address, code)
        self.program = None
        self.accepted = set()

    def start(self):
        self.program = Program(self.school, ["run", "--screen", "json", "--listen", "off"])

    def knows(self):
        return int(self.school.sql("SELECT count(*) FROM user WHERE role = 'student'")[0])

    def scan(self, code):
        """Presents a card; what is answered as done must be at the hub one day."""
        self.program.send(code)
        answer = self.program.answer()
        if answer is None:
            raise SystemExit(f"door {self.number} does not answer: {self.program.said()[-2000:]}")
        return answer["outcome"] if "outcome" in answer else answer.get("kind")

    def evidence(self):
        return set(self.school.sql("SELECT hex(id) FROM evidence WHERE device_id = 1"))

    def waiting(self):
        return int(self.school.sql("SELECT newest - acked FROM hub_link")[0])

    def records(self):
        return self.school.sql(RECORDS)


class Campus:
    def __init__(self, rig, folder, doors):
        self.rig, self.folder = rig, folder
        self.hub = School(rig, folder, STUDENTS, {})
        self.proxy = Proxy(rig.arguments.seed)
        self.service = None
        self.start_hub()
        self.doors = [Door(self, number) for number in range(doors)]
        for door in self.doors:
            door.start()
        self.until("the doors have the roster", lambda: all(door.knows() == STUDENTS for door in self.doors))
        self.unscanned = list(self.hub.codes)
        rig.dice.shuffle(self.unscanned)
        self.told = {}

    def start_hub(self):
        self.service = self.hub.service()
        self.proxy.hub_port = self.service.port

    def until(self, what, holds, within=120):
        deadline = time.monotonic() + within
        while not holds():
            if time.monotonic() > deadline:
                said = "\n".join(door.program.said()[-1500:] for door in self.doors)
                raise SystemExit(f"not in {within} s: {what}\n{said}\n{self.service.said()[-2000:]}")
            time.sleep(0.1)

    def work(self, count):
        """So many cards, at doors by chance; some of them at two doors."""
        dice = self.rig.dice
        for _ in range(count):
            if not self.unscanned:
                return
            code = self.unscanned.pop()
            for door in dice.sample(self.doors, dice.choice((1, 1, 1, 2))):
                self.told.setdefault(code, []).append(door.scan(code))

    def deaths(self):
        """A door and the hub die now and then, and are started again."""
        dice = self.rig.dice
        if dice.random() < 0.5:
            door = dice.choice(self.doors)
            door.program.kill()
            door.start()
        if dice.random() < 0.3:
            self.service.kill()
            self.start_hub()

    def settle(self):
        """The network is well again; a door that is started again does not wait out its pause."""
        self.proxy.is_faulty = self.proxy.is_down = False
        for door in self.doors:
            door.program.kill()
            door.start()
        self.until("everything is sent", lambda: all(door.waiting() == 0 for door in self.doors))

    def lost(self):
        there = set(self.hub.sql("SELECT hex(id) FROM evidence"))
        return [one for door in self.doors for one in door.evidence() - there]

    def converged(self):
        standing = self.hub.sql(RECORDS)
        return all(door.records() == standing for door in self.doors)

    def tell(self, what):
        rig, told = self.rig, len(self.told)
        rig.zero(f"{what}: answered at a door, and not at the hub", self.lost(), told)
        rig.zero("  students whose record says nothing of it",
                 set(self.told) - {row.split("|")[0] for row in self.hub.sql(RECORDS)}, told)
        scans = int(self.hub.sql("SELECT count(*) FROM evidence WHERE kind = 'scan'")[0])
        ids = int(self.hub.sql("SELECT count(DISTINCT id) FROM evidence WHERE kind = 'scan'")[0])
        rig.row("  scans kept, and ids of them", f"{scans}, {ids}", "the same", scans == ids)
        self.until("all hold the same", self.converged)
        rig.row("  records at the hub and at every door", "the same", "the same", True)
        rig.zero("  kept aside by the hub", self.hub.sql("SELECT reason FROM quarantine"), told)
        unclean = self.hub.run("verify", "--json").returncode
        rig.row("  `kiosk verify` of the hub", unclean, "0", unclean == 0)

    def end(self):
        for door in self.doors:
            if door.program:
                door.program.kill()
        self.service.kill()


def faults(rig, campus):
    campus.proxy.is_faulty = True
    for _ in range(60 if rig.long else 16):
        campus.work(5)
        campus.deaths()
    campus.proxy.is_down = True
    campus.work(20)
    campus.settle()
    met = {name: count for name, count in campus.proxy.met.items() if name != "pass"}
    print(f"told    faults that requests met: {met}", flush=True)
    campus.tell("a faulty network")


def restored(rig, campus):
    """The hub goes on from a backup that lacks what it had taken since."""
    folder = campus.folder / f"backups-{uuid.uuid4().hex[:6]}"
    campus.hub("backup", "--to", folder)
    copy, = folder.glob("*.sqlite")
    campus.work(30)
    campus.until("everything is sent", lambda: all(door.waiting() == 0 for door in campus.doors))
    life = "SELECT hex(value) FROM secret WHERE name = 'hub_epoch'"
    before, lived = len(campus.hub.sql("SELECT 1 FROM evidence")), campus.hub.sql(life)
    campus.service.end()
    campus.hub("restore", copy, "--force")
    after = len(campus.hub.sql("SELECT 1 FROM evidence"))
    rig.row("entries that the restored hub lacks", before - after, "more than 0", before > after)
    campus.start_hub()
    campus.work(5)
    campus.settle()
    campus.until("what it lacks is sent again", lambda: not campus.lost())
    rig.row("  the restored hub is another to its doors", "yes", "yes", campus.hub.sql(life) != lived)
    campus.tell("a hub restored from a backup")


def lied_to(rig, campus):
    campus.proxy.is_lying = True
    campus.work(10)
    campus.until("the liar is believed", lambda: all(door.waiting() == 0 for door in campus.doors))
    lost = len(campus.lost())
    rig.row("control: lost by a network that lies", lost, "more than 0", lost > 0)
    campus.proxy.is_lying = False
    campus.work(1)
    campus.settle()
    campus.until("what was lied about is sent again", lambda: not campus.lost())
    rig.row("  and brought back once it is a hub that says how far it is", "all of it", "all of it", True)


def main():
    rig = Rig("Doors and their hub")
    with rig.folder() as folder:
        campus = Campus(rig, folder, 6 if rig.long else 3)
        try:
            faults(rig, campus)
            for _ in range(5 if rig.long else 1):
                restored(rig, campus)
            lied_to(rig, campus)
        finally:
            campus.end()
    rig.done()


main()
