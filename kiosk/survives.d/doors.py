# Doors of a hub, behind a network that loses requests and answers, brings them twice and late, and answers itself; doors
# and the hub die by kill -9 meanwhile, and the hub is restored from an older backup. Whatever a door answered must be at
# the hub once, and at the end all hold and settle the same. The control is a network that says what a hub would say and
# hands nothing on: what is lost by it must be found.
import uuid

from parts.campus import Campus
from rig import Rig, School

STUDENTS = 500


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
    campus.until("everything is sent", campus.is_sent)
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
    campus.until("the liar is believed", campus.is_sent)
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
        campus = Campus(rig, folder, School(rig, folder, STUDENTS, {}), 6 if rig.long else 3)
        try:
            faults(rig, campus)
            for _ in range(5 if rig.long else 1):
                restored(rig, campus)
            lied_to(rig, campus)
        finally:
            campus.end()
    rig.done()


main()
