# Power cuts under a door that checks in without pause: ext4 on a loop device, cut by its shutdown ioctl, which lets go of
# everything that was not synced; mounted again, and held against the answers that were read before the cut.
# The control is the same program, the syncs of whose log do nothing, as under synchronous = NORMAL between two
# checkpoints: it must lose, or the cut proves nothing.
import fcntl
import os
import pathlib
import struct
import subprocess
import tempfile
import threading

from rig import Rig, School

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
NO_LOG_FLUSH = 2
BATCH = 64

UNSYNCED = """
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
static int is_log(int file) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, name, sizeof name - 1);
    return size > 4 && !memcmp(name + size - 4, "-wal", 4);
}
int fsync(int file) { return is_log(file) ? 0 : syscall(SYS_fsync, file); }
int fdatasync(int file) { return is_log(file) ? 0 : syscall(SYS_fdatasync, file); }
"""


class Disk:
    """An ext4 filesystem in a file, which can lose its power."""

    def __init__(self, folder):
        self.image, self.place = folder / "image", folder / "disk"
        self.place.mkdir()
        subprocess.run(["truncate", "-s", "192M", self.image], check=True)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-J", "size=8", self.image], check=True)
        self.mount()

    def mount(self):
        subprocess.run(["mount", "-o", "loop", self.image, self.place], check=True, capture_output=True)
        # A mount namespace made meanwhile holds the disk that was cut, and would be given it again.
        if "shutdown" in next(line for line in open("/proc/mounts") if f" {self.place} " in line).split()[3]:
            raise SystemExit(f"{self.place} is still held elsewhere: run this rig alone")

    def unmount(self):
        subprocess.run(["umount", self.place], check=True)

    def cut(self):
        top = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(top, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(top)


def cannot(folder):
    """Why this machine can make no power cut; nothing where it can."""
    if os.geteuid() != 0:
        return "only root can mount"
    try:
        disk = Disk(folder)
    except (OSError, subprocess.CalledProcessError) as fault:
        return f"no ext4 on a loop device: {getattr(fault, 'stderr', fault)}"
    try:
        disk.cut()
    except OSError as fault:
        return f"ext4 here knows no shutdown: {fault}"
    finally:
        disk.unmount()
    return None


class Acknowledged(threading.Thread):
    """Scans one card after another, and keeps the records that were answered as accepted."""

    def __init__(self, door, codes):
        super().__init__()
        self.door, self.codes, self.records = door, codes, []

    def run(self):
        for start in range(0, len(self.codes), BATCH):
            self.door.send(*self.codes[start:start + BATCH])
            for _ in self.codes[start:start + BATCH]:
                answer = self.door.answer(within=20)
                if answer is None:
                    return
                if answer["outcome"] == "accepted":
                    self.records.append(answer["record_id"])


def cuts(rig, school, disk, count, during_checkpoint, **how):
    """So many cuts, each under a new door. What was answered, what of it is gone, and what was damaged."""
    answered, lost, damaged = 0, [], []
    for number in range(count):
        enough = rig.dice.randint(4, 60)
        door = school.door(**how)
        scans = Acknowledged(door, school.codes[:4_000])
        scans.start()
        while scans.is_alive() and len(scans.records) < enough:
            scans.join(0.0005)
        if during_checkpoint:
            # A checkpoint is what writes into the database itself.
            written = school.database.stat().st_mtime_ns
            while scans.is_alive() and school.database.stat().st_mtime_ns == written:
                pass
        # Read before the cut: an answer that comes while it happens is not counted.
        before = list(scans.records)
        disk.cut()
        door.kill()
        scans.join()
        # Whoever has been there is not accepted a second time.
        del school.codes[:len(scans.records) + BATCH]
        disk.unmount()
        disk.mount()
        answered += len(before)
        damaged += [line for line in school.sql("PRAGMA integrity_check") if line != "ok"]
        kept = set(map(int, school.sql("SELECT id FROM record")))
        lost += sorted(set(before) - kept)
    return answered, lost, damaged


def main():
    rig = Rig("Power cuts")
    with tempfile.TemporaryDirectory(prefix="kiosk-power-") as name:
        folder = pathlib.Path(name)
        (folder / "try").mkdir()
        why = cannot(folder / "try")
        if why:
            rig.skipped("power cuts", why)
            rig.done()
        disk = Disk(folder)
        try:
            school = School(rig, folder, 80_000 if rig.long else 16_000, {}, data=disk.place / "data")
            plain, checkpoints, control = (200, 100, 30) if rig.long else (12, 6, 4)
            for what, count, during in ("power cuts", plain, False), ("power cuts during a checkpoint", checkpoints, True):
                answered, lost, damaged = cuts(rig, school, disk, count, during)
                rig.zero(f"acknowledged check-ins lost in {count} {what}", lost, answered)
                rig.zero(f"databases damaged in {count} {what}", damaged, count)
            shim = folder / "unsynced.so"
            subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", shim], input=UNSYNCED, text=True, check=True)
            answered, lost, damaged = cuts(rig, school, disk, control, False, environment={"LD_PRELOAD": str(shim)})
            rig.row(f"control: lost in {control} power cuts without syncs", f"{len(lost)} of {answered:,}", "more than 0",
                    bool(lost) or bool(damaged))
        finally:
            disk.unmount()
    rig.done()


main()
