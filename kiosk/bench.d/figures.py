# A figure beside its ceiling: all its samples, how much they scatter, what was wanted, and what it comes to.
import dataclasses
import math
import statistics


def middle(samples):
    """First quartile, median, third quartile."""
    if len(samples) == 1:
        return samples * 3
    return statistics.quantiles(samples, n=4, method="inclusive")


def noise(samples):
    """Half of what the middle half of the samples spans, as a share of their median; of one sample nobody knows."""
    low, median, high = middle(samples)
    return (high - low) / 2 / abs(median) if len(samples) > 1 and median else None


def short(value):
    """Three figures that count."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def scattered(text, share):
    return text if share is None else f"{text} ± {share:.0%}"


@dataclasses.dataclass(frozen=True)
class Goal:
    """A limit of what was `seen`, of its `ratio` to the ceiling, or of what it is `above` the ceiling."""
    of: str
    limit: float
    more: bool = False

    def is_met(self, figure):
        value = {"seen": figure.median, "ratio": figure.ratio, "above": figure.median - figure.ceiling_median}[self.of]
        return value >= self.limit if self.more else value <= self.limit

    def words(self, figure):
        sign = "≥" if self.more else "≤"
        if self.of == "ratio":
            return f"{sign} {figure.share(self.limit)}"
        if self.of == "above":
            return f"{sign} ceiling + {short(self.limit)} {figure.unit}"
        return f"{sign} {short(self.limit)} {figure.unit}"


@dataclasses.dataclass
class Figure:
    """`samples` and `ceiling` were taken in turn where there are as many of them, and are compared in pairs then."""
    part: str
    name: str
    unit: str
    samples: list
    ceiling_name: str
    ceiling: list
    goal: Goal | None = None
    more_is_better: bool = False

    @property
    def median(self):
        return middle(self.samples)[1]

    @property
    def ceiling_median(self):
        return middle(self.ceiling)[1]

    @property
    def ratios(self):
        if len(self.samples) == len(self.ceiling):
            pairs = zip(self.samples, self.ceiling)
        else:
            pairs = ((sample, self.ceiling_median) for sample in self.samples)
        return [seen / most if most else math.nan for seen, most in pairs]

    @property
    def ratio(self):
        return middle(self.ratios)[1]

    @property
    def is_missed(self):
        return self.goal is not None and not self.goal.is_met(self)

    def share(self, ratio):
        """A rate is a share of its ceiling, a cost so many times its own."""
        return f"{ratio:.3g} x" if not self.more_is_better else f"{ratio:.0%}" if ratio >= .1 else f"{ratio:.1%}"

    def cells(self):
        return [
            self.part, self.name, scattered(f"{short(self.median)} {self.unit}", noise(self.samples)),
            f"{self.ceiling_name}: {short(self.ceiling_median)}", scattered(self.share(self.ratio), noise(self.ratios)),
            self.goal.words(self) if self.goal else "", "" if not self.goal else "MISSED" if self.is_missed else "met"]

    def line(self):
        part, name, seen, ceiling, ratio, goal, verdict = self.cells()
        said = f"; goal {goal}, {verdict}" if goal else ""
        return f"{part:<10} {name}: {seen} ({ceiling}; {ratio}){said}"

    def kept(self):
        return dataclasses.asdict(self)

    @classmethod
    def read(cls, kept):
        goal = kept.pop("goal")
        return cls(goal=goal and Goal(**goal), **kept)


def table(head, rows):
    """As Markdown has it, with columns that stand below each other."""
    widths = [max(map(len, column)) for column in zip(head, *rows)]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)


HEAD = ["part", "figure", "seen", "ceiling", "of it", "goal", ""]


def compared(now, then):
    """Each figure's ratio to its ceiling now and then; a change counts beyond twice the noise of both together."""
    head = ["part", "figure", "then", "now", "change", "noise of both", ""]
    known = {(figure.part, figure.name): figure for figure in then}
    rows = []
    for figure in now:
        old = known.get((figure.part, figure.name))
        row = [figure.part, figure.name, old.share(old.ratio) if old else "", figure.share(figure.ratio)]
        rows.append(row + (change(figure, old) if old else ["", "", "new"]))
    return head, rows


def change(figure, old):
    noises = noise(figure.ratios), noise(old.ratios)
    if not old.ratio or math.isnan(old.ratio) or math.isnan(figure.ratio):
        return ["", "", "no ratio"]
    by = figure.ratio / old.ratio - 1
    if None in noises:
        return [f"{by:+.0%}", "", "one sample: not known"]
    both = " and ".join(f"± {share:.0%}" for share in noises)
    if abs(by) <= 2 * sum(noises):
        return [f"{by:+.0%}", both, "within noise"]
    return [f"{by:+.0%}", both, "faster" if (by > 0) == figure.more_is_better else "SLOWER"]
