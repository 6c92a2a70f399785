# Runs parts of the suite; each module here that has a `measure` is one.
import argparse
import contextlib
import datetime
import importlib
import json
import os
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parent.parent / "survives.d"))
from figures import HEAD, Figure, compared, table  # noqa: E402
from rig import Rig  # noqa: E402
from schools import LargeSchool  # noqa: E402

# The first of them make a run without names; each of the others takes long, and is asked for.
USUAL = ["disk", "start", "rest", "door", "busy", "api", "attendance", "files"]
LONG = ["inner", "growth", "campus", "drain", "polling", "years"]


class Suite(Rig):
    """One run: its settings, and every figure that it found."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.tool = arguments.tool
        self.seconds = int(os.environ.get("KIOSK_BENCH_SECONDS", 4))
        self.rounds = int(os.environ.get("KIOSK_BENCH_ROUNDS", 5))
        self.figures, self.part, self.failed = [], "", []

    def say(self, text):
        print(f"kiosk: {text}", file=sys.stderr, flush=True)

    def figure(self, name, unit, samples, ceiling_name, ceiling, goal=None, more_is_better=False):
        """Samples beside those of what they are measured against."""
        figure = Figure(self.part, name, unit, list(samples), ceiling_name, list(ceiling), goal,
                        goal.more if goal and goal.of != "above" else more_is_better)
        self.figures.append(figure)
        self.say(figure.line())

    def zero(self, what, found, of):
        """As a rig says it: without it the figures beside would be of nothing."""
        super().zero(what, found, of)

    def row(self, what, figure, goal, good):
        if not good:
            self.failed.append(f"{what}: {figure}, and not {goal}")

    def in_turn(self, *ways, rounds=None):
        """Samples of each way, one of each in every round, so that what else the machine does meets all of them;
        the order turns with each round."""
        samples = [[] for _ in ways]
        for number in range(rounds or self.rounds):
            order = range(len(ways)) if number % 2 == 0 else reversed(range(len(ways)))
            for place in order:
                samples[place].append(ways[place]())
        return samples

    def run(self, part):
        self.part = part
        self.say(f"part {part}; load of the machine {os.getloadavg()[0]:.1f}")
        with self.folder() as folder:
            importlib.import_module(part).measure(self, folder)


def read(file):
    try:
        with open(file) as kept:
            return [Figure.read(figure) for figure in json.load(kept)["figures"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{file} is not what --json keeps of a run: {error}")


def write(file, suite, began):
    with open(file, "w") as out:
        json.dump({"began": began.isoformat(timespec="seconds"), "cores": os.cpu_count(),
                   "load": os.getloadavg(), "rounds": suite.rounds, "seconds": suite.seconds,
                   "failed": suite.failed, "figures": [figure.kept() for figure in suite.figures]}, out, indent=1)
        out.write("\n")


def main():
    parser = argparse.ArgumentParser(
        prog="kiosk/bench", description="Measures the program, each figure beside its ceiling.")
    parser.add_argument("program")
    parser.add_argument("assets")
    parser.add_argument("tool")
    parser.add_argument("parts", nargs="*", metavar="PART",
                        help=f"{' '.join(USUAL)} are all where none is named; {' '.join(LONG)} take longer; or seed")
    parser.add_argument("--students", type=int, default=50_000, help="of seed, as what follows")
    parser.add_argument("--courses", type=int, default=100)
    parser.add_argument("--records", type=int, default=0)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--json", metavar="FILE", help="keeps every sample")
    parser.add_argument("--baseline", metavar="FILE", help="what --json kept of an earlier run, to compare with")
    parser.add_argument("--only-compare", metavar="FILE", help="measures nothing, and compares this file with it")
    arguments = parser.parse_intermixed_args()
    suite = Suite(arguments)
    if arguments.parts == ["seed"]:
        if not arguments.data:
            parser.error("seed needs --data DIR")
        arguments.data.parent.mkdir(parents=True, exist_ok=True)
        LargeSchool(suite, arguments.data, arguments.students, arguments.courses, arguments.records)
        return
    wrong = set(arguments.parts) - {*USUAL, *LONG}
    if wrong:
        parser.error(f"no part is called {' or '.join(wrong)}: {' '.join([*USUAL, *LONG])}, or seed")
    # Read first: a run takes long, and a wrong name would end it.
    then = arguments.baseline and read(arguments.baseline)
    if arguments.only_compare:
        suite.figures = read(arguments.only_compare)
    else:
        began = datetime.datetime.now(datetime.timezone.utc)
        try:
            for part in arguments.parts or USUAL:
                suite.run(part)
        finally:
            # What was measured before something failed is worth keeping.
            if arguments.json:
                write(arguments.json, suite, began)
        print(table(HEAD, [figure.cells() for figure in suite.figures]))
    if then is not None:
        print("\n" + table(*compared(suite.figures, then)))
    for what in suite.failed:
        print(f"WRONG  {what}")
    raise SystemExit(1 if suite.failed or any(figure.is_missed for figure in suite.figures) else 0)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
