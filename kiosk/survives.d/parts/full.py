# A disk that is full, and one that turns read-only, under a running door and API: small filesystems made for it.
import contextlib
import json
import os
import pathlib
import subprocess

from parts import agree
from rig import ROOM, School


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)


@contextlib.contextmanager
def tmpfs(folder, size):
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def ext4(folder):
    """Without a journal, so that a fault turns it read-only and nothing else."""
    image = folder.with_suffix(".image")
    folder.mkdir()
    subprocess.run(["truncate", "-s", "32M", image], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-O", "^has_journal", image], check=True)
    again(folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def again(folder):
    mount("-o", "loop,errors=remount-ro", folder.with_suffix(".image"), folder)


def fault(folder):
    """What the kernel does to a filesystem in which it finds a fault: from now on it is read-only."""
    device = subprocess.run(["findmnt", "-no", "SOURCE", folder], check=True, capture_output=True, text=True).stdout
    pathlib.Path("/sys/fs/ext4", pathlib.Path(device.strip()).name, "trigger_fs_error").write_text("1")


def fill(folder):
    """Not a byte is left."""
    with open(folder / "ballast", "wb", buffering=0) as ballast, contextlib.suppress(OSError):
        for size in 65536, 4096, 512, 1:
            with contextlib.suppress(OSError):
                while ballast.write(bytes(size)) == size:
                    pass


class Seen:
    def __init__(self):
        self.asked = 0
        self.falsely, self.silent, self.stuck = [], [], []


def ask(school, door, token, codes, seen, cure):
    """Scans at door and API, and a command, while nothing can be written: no yes, and each says what to do."""
    said = []
    for code in codes[:-2]:
        door.send(code)
        answer = door.answer()
        said.append((code, answer["outcome"] == "accepted", answer["message"]))
    status, answer = door.request("POST", "/api/v1/checkin-records/scan", token, {"scan": codes[-2]})
    said.append((codes[-2], status == 200 and answer["data"]["outcome"] == "accepted", json.dumps(answer)))
    done = school.run("mark", codes[-1], "present", "--session", school.session)
    said.append((codes[-1], done.returncode == 0, done.stderr))
    seen.asked += len(said)
    for code, isYes, words in said:
        if isYes and not there(school, code):
            seen.falsely.append(f"{code}: {words}")
        if not isYes and not cure.search(words):
            seen.silent.append(words)
    if not cure.search(door.said()):
        seen.silent.append(f"the log: {door.said()}")
    return any(not isYes for _, isYes, _ in said)


def there(school, code):
    """Asked of a copy: who reads a database in a WAL writes beside it."""
    copy = school.folder / "asked"
    subprocess.run(["rm", "-rf", copy], check=True)
    copy.mkdir()
    subprocess.run(["cp", *school.data.glob("kiosk.sqlite*"), copy], check=True)
    return school.sql("SELECT 1 FROM record r JOIN user u ON u.id = r.user_id "
                      f"WHERE r.number = 1 AND u.code = '{code}'", copy / "kiosk.sqlite") == ["1"]


def fills(rig, folder, rounds, seen, cure):
    """Full and free again, under one door; how often it was full."""
    with tmpfs(folder / "small", "6m") as place:
        school = School(rig, folder, 2_000, {}, data=place / "data")
        token = school.token("--device", "Door", "--room", ROOM)
        codes = iter(school.codes)
        door = school.door_and_service()
        full = 0
        for _ in range(rounds):
            fill(place)
            # The WAL may have room of its own left.
            full += any(ask(school, door, token, [next(codes) for _ in range(8)], seen, cure) for _ in range(3))
            (place / "ballast").unlink()
            well(school, door, token, next(codes), next(codes), seen)
        if door.end():
            seen.stuck.append("the door did not end well")
        seen.stuck += agree.unclean(school) + agree.halves(school)
    return full


def well(school, door, token, card, other, seen):
    """The same door, once the disk is well again."""
    door.send(card)
    answer = door.answer()
    if answer["outcome"] != "accepted":
        seen.stuck.append(f"the door: {answer}")
    status, answer = door.request("POST", "/api/v1/checkin-records/scan", token, {"scan": other})
    if status != 200 or answer["data"]["outcome"] != "accepted":
        seen.stuck.append(f"the API: {status} {answer}")


def turns(rig, folder, rounds, seen, cure):
    """Read-only from the start, and turned read-only under a door; well again once it is mounted anew."""
    turned = 0
    with ext4(folder / "disk") as place:
        school = School(rig, folder, 400, {}, data=place / "data")
        token = school.token("--device", "Door", "--room", ROOM)
        codes = iter(school.codes)
        for _ in range(rounds):
            mount("-o", "remount,ro", place)
            for arguments in ["run", "--room", ROOM], ["serve"], ["mark", school.codes[-1], "late", "--session", "1"]:
                done = school.run(*arguments, "--listen", "off") if arguments[0] == "run" else school.run(*arguments)
                seen.asked += 1
                if done.returncode == 0:
                    seen.falsely.append(f"{arguments}: {done.stdout}")
                elif not cure.search(done.stderr):
                    seen.silent.append(done.stderr)
            mount("-o", "remount,rw", place)
            door = school.door_and_service()
            well(school, door, token, next(codes), next(codes), seen)
            fault(place)
            turned += ask(school, door, token, [next(codes) for _ in range(8)], seen, cure)
            door.kill()
            subprocess.run(["umount", place], check=True)
            again(place)
            seen.stuck += agree.unclean(school) + agree.halves(school)
    return turned


def cannot():
    """Why this machine has no such disks; nothing where it has."""
    if os.geteuid() != 0:
        return "only root can mount"
    return None if pathlib.Path("/sys/fs/ext4").exists() else "no ext4 that tells of itself"
