# Every system call that writes, of something the program does: strace tells which there are, and then lets one of them
# after another kill the program, or fail. It counts the calls of each thread by itself, so each is aimed at by the file
# that it touches wherever that tells it from the calls of another thread.
import re

CALLS = ("write", "writev", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "rename", "renameat",
         "renameat2", "unlink", "unlinkat", "link", "linkat", "mkdir", "mkdirat", "openat", "copy_file_range")
LINE = re.compile(r"(\d+) +(\w+)\((.*)")
PLACE = re.compile(r'(?:AT_FDCWD<[^>]*>, |^)"([^"]*)"|^\d+<([^>]*)>')

STAMP = re.compile(r"\d{8}T\d{6}Z")


class Call:
    """One call of a run, as strace wrote it down."""

    def __init__(self, thread, name, rest):
        self.thread, self.name, self.rest = thread, name, rest
        place = PLACE.search(rest)
        self.place = place and (place[1] or place[2]) or ""

    @property
    def writes(self):
        """Whether it may change a file, or tell somebody something."""
        if self.name == "openat":
            return "O_CREAT" in self.rest
        return not re.match(r"(anon_inode|socket|/dev/|/proc/)", self.place)

    def __str__(self):
        return f"{self.name} of {STAMP.sub('TIME', self.place).rsplit('/', 1)[-1].split(':')[0] or 'a file'}"


def strace(log, *options):
    return ["strace", "-f", "-y", "-s", "0", "-o", str(log), "-e", "signal=none", *options]


def calls(log):
    """What stands in a log of strace; a call that was cut off as well."""
    found = []
    for line in open(log, errors="replace"):
        match = LINE.match(line)
        if match and match[2] in CALLS:
            found.append(Call(match[1], match[2], match[3]))
    return found


def aims(calls, folder):
    """For each call that writes, its place in the run and the options of strace that single it out. Those that another
    thread's call would always stand before have none."""
    found = {}
    # A name with a time in it is another in the next run.
    places = {call.place for call in calls if call.place.startswith(str(folder)) and not STAMP.search(call.place)}
    for scope in [*sorted(places), None]:
        for name in CALLS:
            counts = {}
            reached = set()
            for number, call in enumerate(calls):
                if call.name != name or scope not in (None, call.place):
                    continue
                counts[call.thread] = counts.get(call.thread, 0) + 1
                when = counts[call.thread]
                # The first thread that gets so far is the one that is hit.
                if when not in reached:
                    reached.add(when)
                    if call.writes and number not in found:
                        found[number] = (scope, name, when)
    return found


def inject(aim, what):
    """The options that make `what` of one call: `signal=SIGKILL`, `error=EIO`; `+` in the aim makes it of all after."""
    scope, name, when = aim
    return ["-e", f"trace={name}", "-e", f"inject={name}:{what}:when={when}", *(["-P", scope] if scope else [])]


def missed(log):
    """Whether what was made of a call met none of a file: of threads that wake and tell each other, another one may be
    the first to get so far in this run."""
    hit = [call.writes for call in calls(log) if "(INJECTED)" in call.rest]
    return bool(hit) and not any(hit)


def spread(rig, aims, most):
    """All of them, or so many that chance picks, in their order."""
    numbers = sorted(aims)
    if len(numbers) > most:
        numbers = sorted(rig.dice.sample(numbers, most))
    return numbers
