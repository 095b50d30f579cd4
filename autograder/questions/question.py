"""What a question is made of: plain data, held by both sides.

Lesson     a folder of the course and its questions
Question   one exercise: its calls, rules, budget, points, hints
Call       one call of the answer: arguments built from the seed
Rules      the transforms that an answer must and must not use
Trend      the timing claim that is judged, and the baselines to time beside the answer
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.questions.draw import Draw

CRITERIA = ("value", "method", "cost", "trend")
# The contract: a peak is at most this many times the leanest reference's.
PEAK_OF_REFERENCE = 3.0
# Right answers compute up to three times as many FLOPs as the reference at as many passes; more than this is a doubt.
MOST_WORK = 8.0

Answer = Callable[..., Any]
# A call's sizes → the most that is allowed.
Bound = Callable[[Mapping[str, int]], int]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the answer.

    label      what a learner may be told of it («M = 5, N = 3, float64»); never the numbers in it
    args       positional arguments: functions and models, which carry a marker, tensors and dicts of tensors
    kwargs     keyword arguments
    sizes      the sizes that budgets speak of: M, N, B, K, chunk …
    mark_size  elements that one pass of width 1 sends through f's marker
    exact      False: only the result's type, shape and dtype are judged
    counted    True: FLOPs and peak of this call, besides its passes, are held against the budget
    weighed    False: a counted call's peak is not judged, since its f is too small for it to tell anything
    steady     False: how many passes it takes hangs on the numbers drawn, and not on sizes alone
    marks      the marker's kind in its function: «f» where that is differentiated, «p» where it is a product v ↦ A v
    before     runs just before the call, on both sides (to put new numbers into x, say)
    decides    «method»: the call's f has untrue derivative rules, so that the result tells how it was made; the
               criterion value leaves it out
    """

    label: str
    args: tuple[Any, ...]
    sizes: Mapping[str, int]
    mark_size: int
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    exact: bool = True
    counted: bool = False
    weighed: bool = True
    steady: bool = True
    marks: Literal["f", "p"] = "f"
    before: Callable[[], None] | None = None
    decides: Literal["value", "method"] = "value"


@dataclass(frozen=True, slots=True)
class Rules:
    """The transforms that an answer must use and must not use.

    Names are torch's public ones: «torch.func.vjp», «torch.autograd.grad».

    needs    one of these must be called, if any is named, in each call that takes more than one vector
    forbids  none of these may be. A name that ends in «.» forbids everything below it; «torch.func.vmap[chunk_size]»
             forbids that argument alone
    kinds    forbids passes by what the marker saw («r» a backward, «t» a tangent), however they were made
    shows    marker kinds of which every counted call must show one («frt»: a tangent through a backward)
    bars     a call's passes (kind → {width: count}), the transforms used, the sizes → what is ruled out there
             («a loop over samples»), or None
    says     the rule in words, for a learner
    """

    needs: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    kinds: str = ""
    shows: tuple[str, ...] = ()
    bars: Callable[[Mapping[str, Mapping[int, int]], tuple[str, ...], Mapping[str, int]], str | None] | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a call may cost. Each bound is a function of the call's sizes; None is no bound.

    forwards   evaluations of f; a forward of width k counts k. `forward_passes`, the same whatever their width. One
               more is always allowed. Where neither is bounded, but passes or products are, each of these that is made
               may have an evaluation
    backwards  backward passes, `backward_vectors` the vectors that they carry in all, `backward_width` the most
               that one of them may carry
    tangents   tangent passes, and `tangent_vectors` likewise
    sweeps     backward and tangent passes together, and `sweep_vectors` likewise, where either mode may do
    widest     vectors that one pass of any kind may carry
    products   vectors multiplied with H in all, in whatever order of modes, or with the matrix that the question hands
               out; `product_passes` the passes that carry them
    needed     products that the result takes at least: who makes fewer, and some, has built the matrix
    gradients  backward passes that belong to no product
    elements   the peak's bound as a number of elements of x's dtype, where the exercise itself names one
    peak       True: the peak is compared with the reference's and the naive way's
    peak_times how many times the reference's it may be; above 3 where an exercise asks for a growth alone
    peak_of_naive  True: the peak must be below half of the naive way's, whatever the reference's
    work       how many times the reference's FLOPs, at as many passes, a right answer may take: more is a doubt. It is
               low where f's parts are public, and a loop over them sends nothing through the marker
    result     a right result, the call's first argument → what the result itself spends too much of (a plan's steps,
               say), or None
    says       the budget in words, for a learner
    """

    forwards: Bound | None = None
    forward_passes: Bound | None = None
    backwards: Bound | None = None
    backward_vectors: Bound | None = None
    backward_width: Bound | None = None
    tangents: Bound | None = None
    tangent_vectors: Bound | None = None
    sweeps: Bound | None = None
    sweep_vectors: Bound | None = None
    widest: Bound | None = None
    products: Bound | None = None
    needed: Bound | None = None
    product_passes: Bound | None = None
    gradients: Bound | None = None
    elements: Bound | None = None
    peak: bool = False
    peak_times: float = PEAK_OF_REFERENCE
    peak_of_naive: bool = False
    work: float = MOST_WORK
    result: Callable[[Any, Any], str | None] | None = None
    says: str = ""

    @property
    def weighs_peak(self) -> bool:
        """Whether any bound is on memory."""
        return self.peak or self.peak_of_naive or self.elements is not None


@dataclass(frozen=True, slots=True)
class Trend:
    """A claim about wall-clock time, judged on interleaved measurements.

    sizes      the sizes to time at, smallest first (at least four)
    make       draw, size → arguments of one timed call; `inputs` gives it a draw made from the seed
    naive      the slow way, timed right beside the answer; `reference` the way that the lesson teaches
    called     what a card calls the naive way, where it is another than the question's own, whose cost it shows
    threshold  the answer's time over the naive way's at the largest size: clearly below it confirms
    steepest   the exponent of time in size that contradicts the claim, where it speaks of growth
    claim      the lesson's sentence
    size_name  the letter on the axis
    width      sizes → the vectors that a pass carries in the ways that the claim compares; an answer whose passes are
               narrower is a loop, of which the claim says nothing
    """

    claim: str
    size_name: str
    sizes: tuple[int, ...]
    make: Callable[[Draw, int], tuple[Any, ...]]
    naive: Answer
    reference: Answer
    threshold: float
    steepest: float | None = None
    width: Bound | None = None
    called: str = "naive"

    def label(self, size: int) -> str:
        """Name the call at one of the sizes."""
        return f"{self.size_name} = {size}"

    def inputs(self, seed: int, size: int, turn: int = 0) -> tuple[Any, ...]:
        """Draw the arguments of a timed call: other ones for each seed, each size and each turn."""
        return self.make(Draw.seeded(seed, "trend", size, turn), size)


def ask_directly(answer: Answer, call: Call) -> Any:
    """Call the answer with the call's arguments."""
    return answer(*call.args, **call.kwargs)


@dataclass(frozen=True, slots=True)
class Question:
    """One exercise.

    name     the function's name, which is also its answer cell's grade_id
    title    what it returns, in one line
    calls    seed → the calls to make, each time built afresh
    points   points of each criterion that is judged
    ask      how a call reaches the answer (an answer that returns a function is called twice)
    spelled  answer's name, call → the same as lines of a notebook's cell in which `call` is defined; needed only beside
             an `ask` of its own
    elsewhere  seed → a small call drawn for another device: it is judged only whether the answer follows it there
    uses     functions from earlier in the lesson that the lesson's own answer calls
    """

    name: str
    title: str
    calls: Callable[[int], tuple[Call, ...]]
    points: Mapping[str, int]
    hints: tuple[str, str, str]
    rules: Rules = Rules()
    budget: Budget = Budget()
    naive: Answer | None = None
    trend: Trend | None = None
    ask: Callable[[Answer, Call], Any] = ask_directly
    spelled: Callable[[str, Call], str] | None = None
    elsewhere: Callable[[int], Call] | None = None
    uses: tuple[str, ...] = ()

    @property
    def max_points(self) -> int:
        """The sum of the points of its criteria."""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: its folder's name (`NN_topic`), its title and its questions in order.

    own   True: it lies in the course's own folder, and may ask a built-in question for points of its own
    """

    folder: str
    title: str
    questions: tuple[Question, ...]
    own: bool = False

    @property
    def number(self) -> str:
        """The two digits that its folder begins with."""
        return self.folder[:2]

    @property
    def topic(self) -> str:
        """What follows the number: the name of its folders here and in the key."""
        return self.folder[3:]
