"""Verdicts to show, and a strict reader of HTML: every element closed in order, nothing that runs or fetches."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, Sweep, TrendResult, Verdict

HOSTILE = "<script>alert(1)</script>"
VOID = {"br", "img", "meta", "hr", "link", "wbr"}
RUNS = {"script", "iframe", "object", "embed", "base", "form", "svg"}


@dataclass
class Read(HTMLParser):
    """What a page holds: its text, its tags with their attributes, and what is wrong with it."""

    text: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in RUNS:
            self.faults.append(f"<{tag}> could run or fetch something")
        self.faults += [f"<{tag} {name}> runs" for name, _ in attrs if name.startswith("on")]
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {name} twice" for name in set(names) if names.count(name) > 1]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.text += data

    def attributes(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of each element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


def _read(page: str) -> Read:
    """Return what an HTML text holds; `faults` is empty where it is sound."""
    reader = Read()
    reader.feed(page)
    reader.close()
    reader.faults += [f"<{tag}> is never closed" for tag in reader._open]
    return reader


@pytest.fixture
def read() -> Callable[[str], Read]:
    """HTML → what it holds and what is wrong with it."""
    return _read


@pytest.fixture
def trend() -> TrendResult:
    return TrendResult(
        claim="Evaluating f once makes the loop faster.",
        state="CONFIRMED",
        size_name="M",
        sizes=(8, 16, 32, 64),
        medians={
            "naive": (6.0e-4, 1.21e-3, 2.4e-3, 4.9e-3),
            "answer": (3.1e-4, 6.0e-4, 1.2e-3, 2.41e-3),
            "reference": (3.0e-4, 5.9e-4, 1.18e-3, 2.38e-3),
        },
        ratio=0.492,
        ratio_interval=(0.47, 0.52),
        slope=0.987,
        slope_interval=(0.95, 1.02),
    )


@pytest.fixture
def diagnosis() -> Diagnosis:
    return Diagnosis(
        slug="forward-per-row",
        saw="f was evaluated 7 times for 7 rows.",
        why="Evaluating `f(x)` again records the same graph anew.",
        next_step="Move it above the loop.",
    )


@pytest.fixture
def verdict(trend: TrendResult, diagnosis: Diagnosis) -> Verdict:
    costs = tuple(
        CostRow(label, who, forwards, f"{m} × 1", peak, 1000 * m, (Sweep("f", 1, int(forwards)), Sweep("fr", 1, m)))
        for label, m in (("wide f: M = 7", 7), ("tall f: M = 31", 31))
        for who, forwards, peak in (("yours", str(m), 640), ("reference", "1", 1536), ("naive", str(m), 3 << 20))
    )
    return Verdict(
        "jacobian_by_rows",
        (
            Mark("value", Outcome.PASSED, 3, 3, "right on 11 inputs"),
            Mark("method", Outcome.PASSED, 1, 1, "`torch.autograd.grad` in a loop"),
            Mark("cost", Outcome.FAILED, 0, 2, "7 evaluations of f, expected at most 2"),
            Mark("trend", Outcome.NOT_RUN, 0, 1, "not timed"),
        ),
        diagnosis,
        Diagnosis("graph-kept", "The result carries a graph.", "", "Who needs it?"),
        costs,
        trend,
    )


@pytest.fixture
def hostile() -> Verdict:
    """A verdict in which every text that could be a student's is an attack on the page or the terminal."""
    line = f"TypeError at your line «{HOSTILE}»: \x1b[31m[red]{HOSTILE}\u202e\n\n$x$ <img src=x onerror=alert(2)>"
    return Verdict(
        f"f{HOSTILE}",
        (Mark("value", Outcome.FAILED, 0, 3, line),),
        Diagnosis("raised", line, f'"{HOSTILE}', f"'{HOSTILE}"),
        Diagnosis("remark", line, line, line),
        (CostRow(HOSTILE, HOSTILE, HOSTILE, HOSTILE, 0, 0),),
        TrendResult(HOSTILE, HOSTILE, HOSTILE, (1,), {HOSTILE: (1.0,)}, float("nan"), (0, 0), float("nan"), (0, 0)),
    )
