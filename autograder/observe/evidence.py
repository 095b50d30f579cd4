"""Evidence: the plain facts that cross from the student's side to the grader's.

    Evidence       all that was seen of one answer to one question
    Observation    one call: its result or its error, what it changed, what it cost
    Cost           passes by kind and width, peak bytes, FLOPs
    Raised         an exception, and the student's line that it came from
    Timings        raw samples of the answer and its baselines
    Outside        what the supervisor saw meanwhile, which no answer can forge

Frozen, plain and bounded. `to_json` and `from_json` are the only way across.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from autograder.questions.marker import PRODUCT, SECOND_ORDER

# A result as plain data: a tensor, a number, a tuple or dict of results, or a note on something else.
Result = Any

# Flags: what contradicts the rest of the evidence.
ALTERED = "altered"  # code of the observer's own was replaced while the answer was observed
SWITCHED_OFF = "profile"  # Python's profiler was switched off
UNTRACED = "untraced"  # f was evaluated or differentiated in a thread that no trace watches
MISCOUNTED = "miscounted"  # the marker made other passes than were counted
WENT_ROUND = "round"  # numbers left torch, and some came back
TAKEN = "taken"  # more numbers left torch in a call than its sums may need
UNFOLLOWED = "unfollowed"  # a thread was running before a call, whose memory no meter follows
OUTWORKED = "outworked"  # something else of the process worked while the baselines were timed


@dataclass(frozen=True, slots=True)
class Other:
    """A result of a type that no question asks for, or one too large to carry: only what it is."""

    type: str
    shape: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: its type's name, its message, and the student's line (None if none of theirs)."""

    type: str
    message: str
    lineno: int | None = None
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call cost.

    passes  kind → {width: number of passes}; kinds as in questions/marker.py («f», «fr», «ft», «frt», «p» …)
    peak    most bytes of tensors alive at once, above those alive before the call
    left    bytes of tensors still alive after the call, besides the result's own memory
    flops   floating-point operations of matrix products and the like, as torch's FlopCounterMode counts
    unmetered  True: f also ran where peak and FLOPs can't be seen (in a thread from before the call)
    """

    passes: Mapping[str, Mapping[int, int]]
    peak: int
    left: int
    flops: int
    unmetered: bool = False

    def count(self, kind: str) -> int:
        """Number of passes of a kind, whatever their width."""
        return sum(self.passes.get(kind, {}).values())

    def vectors(self, kind: str) -> int:
        """Vectors that the passes of a kind carried in all: the sum of their widths."""
        return sum(width * count for width, count in self.passes.get(kind, {}).items())

    def widest(self, kind: str) -> int:
        """The largest width of a pass of a kind; 0 where there is none."""
        return max(self.passes.get(kind, {}), default=0)

    # A backward pass over a graph that itself holds a backward pass marks «frr» and, where it goes on through f, «fr»
    # too: the two are one pass. One that stops at the inner cotangent marks «frr» alone.

    @property
    def backward_passes(self) -> int:
        """Number of sweeps back through f."""
        first, second = self.count("fr") + self.count("ftr"), self.count("frr")
        return max(first, second + 1) if second else first

    @property
    def backward_vectors(self) -> int:
        """Cotangents that the sweeps back carried in all."""
        first, second = self.vectors("fr") + self.vectors("ftr"), self.vectors("frr")
        return max(first, second + 1) if second else first

    # A derivative of a derivative, in whatever order of modes, marks its second pass with two letters after «f». Where
    # a question hands out the product itself, each pass through it counts, those of its derivatives too.

    @property
    def product_passes(self) -> int:
        """Number of passes that multiply a matrix, of second derivatives or of the question's own, with vectors."""
        return sum(self.count(kind) for kind in self._product_kinds())

    @property
    def products(self) -> int:
        """Vectors that those passes carried in all."""
        return sum(self.vectors(kind) for kind in self._product_kinds())

    @property
    def gradients(self) -> int:
        """Number of backward passes that belong to no product: a product has one of its own, or uses a kept graph."""
        return max(0, self.backward_passes - self.product_passes)

    def _product_kinds(self) -> list[str]:
        return [kind for kind in self.passes if kind in SECOND_ORDER or kind.startswith(PRODUCT)]

    @property
    def sweeps_in_all(self) -> int:
        """Number of passes of any kind but f's own evaluations."""
        return sum(self.count(kind) for kind in self.passes if kind != "f")

    @property
    def tangent_passes(self) -> int:
        """Number of tangent passes forward through f."""
        return self.count("ft")

    @property
    def tangent_vectors(self) -> int:
        """Tangents that those passes carried in all."""
        return self.vectors("ft")


@dataclass(frozen=True, slots=True)
class Observation:
    """One call of the answer.

    result   None where it raised
    changed  what it altered that is not its own: «x», «x.requires_grad», «x.grad», «an earlier result»
    graph    True: the result still carries a graph
    used     torch's transforms that the answer called itself
    passes   kind → width → how often, of a call that no meter looked at (a counted one's are in its cost)
    """

    label: str
    result: Result = None
    raised: Raised | None = None
    changed: tuple[str, ...] = ()
    graph: bool = False
    used: tuple[str, ...] = ()
    cost: Cost | None = None
    passes: Mapping[str, Mapping[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of single calls: samples[who][i] are those at sizes[i]; who is answer, naive or reference.

    The samples of one round are taken right after one another, in random order, on inputs of that round's own.

    turns   the last round's number, for which its inputs were drawn; those of the call before any round are of turn 0
    last    what the answer gave in that round, at the largest size that it reached
    beside  processor time that other threads took while the baselines ran, in times theirs; it crosses as a flag
    """

    sizes: tuple[int, ...]
    samples: Mapping[str, tuple[tuple[float, ...], ...]]
    turns: int = 0
    last: Result = None
    beside: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was seen of one answer.

    largest    its call at the largest size that was timed, or at the first where it raised; its result is `sampled`
    elsewhere  its call with every tensor on another device, where it did not stay there
    flags      what contradicts the rest, by the constants above
    """

    question: str
    seed: int
    observations: tuple[Observation, ...]
    timings: Timings | None = None
    largest: Observation | None = None
    flags: tuple[str, ...] = ()
    elsewhere: Observation | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What a check took, seen from outside its process: seconds on the wall, CPU seconds, bytes by which it grew."""

    wall: float
    cpu: float
    grown: int


def tensors_of(result: Result) -> list[Tensor]:
    """All tensors in a result, in order."""
    if isinstance(result, Tensor):
        return [result]
    if isinstance(result, tuple):
        return [tensor for item in result for tensor in tensors_of(item)]
    if isinstance(result, dict):
        return [tensor for item in result.values() for tensor in tensors_of(item)]
    return []
