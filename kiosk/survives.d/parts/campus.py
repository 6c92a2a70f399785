# A hub, a network that can fail, and doors of one room behind it, each a directory and a program of its own. What a door
# answers must be at the hub once, and at the end all hold the same.
import time

from parts.proxy import Proxy
from rig import ROOM, Program, School

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
        # A door's database is its own file.
        settings = {name: value for name, value in campus.hub.settings.items() if name != "DATABASE"}
        self.school.settings = settings | {"DATA": self.school.data}
        code = campus.hub("device", "add", "--room", ROOM, "--name", f"Door {number}").strip()
        self.school("enrol", campus.proxy.address, code)
        self.program = None

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
    def __init__(self, rig, folder, hub, doors):
        self.rig, self.folder, self.hub = rig, folder, hub
        # In a long run for longer than a door waits.
        self.proxy = Proxy(rig.arguments.seed, hung_seconds=45 if rig.long else 2)
        self.service = None
        self.start_hub()
        self.doors = [Door(self, number) for number in range(doors)]
        for door in self.doors:
            door.start()
        self.until("the doors have the roster", lambda: all(door.knows() == len(hub.codes) for door in self.doors))
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
        self.until("everything is sent", self.is_sent)

    def there(self):
        """What the hub has."""
        return set(self.hub.sql("SELECT hex(id) FROM evidence"))

    def lost(self):
        there = self.there()
        return [one for door in self.doors for one in door.evidence() - there]

    def is_sent(self):
        return all(door.waiting() == 0 for door in self.doors)

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
