"""Run one answer on one question and write down what happened.

Offers: `observe` (everything), `timings` (the trend alone), `asked_elsewhere` (the call on another device alone),
`run_call` (one call, as the key needs it too).
"""

import contextlib
import importlib
import inspect
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.observe.capture import captured, carries_graph, fresh_call, fresh_state, kept_draws, unwritten_shows
from autograder.observe.earlier import EarlierResults
from autograder.observe.elsewhere import AsOnAGpu, call_elsewhere, not_followed, on_another
from autograder.observe.evidence import (
    ALTERED,
    MISCOUNTED,
    OUTWORKED,
    TAKEN,
    UNFOLLOWED,
    Cost,
    Evidence,
    Observation,
    Raised,
    Result,
    Timings,
)
from autograder.observe.given import Given
from autograder.observe.heap import settled_heap
from autograder.observe.meter import Meter, passes_of
from autograder.observe.onlooker import Onlooker
from autograder.observe.programs import quick_programs
from autograder.observe.raising import raised
from autograder.observe.seal import Seal, sealed, sealed_observer
from autograder.observe.shapes import quick_shapes
from autograder.observe.stopwatch import (
    MOST_ROUNDS,
    PATIENCE,
    PATIENCE_UNTIMED,
    AnswerRaised,
    answering,
    climb,
    is_clear,
    outworked,
    time_answer,
)
from autograder.observe.threads import unfollowed
from autograder.observe.trace import Trace
from autograder.observe.transforms import transforms
from autograder.questions.device import at_work
from autograder.questions.marker import counted_marks, passes_ever
from autograder.questions.question import Answer, Call, Question

# So many numbers may be handed out to Python in a call whose memory is weighed, for each of its largest size.
_MOST_TAKEN = 32


def run_call(
    question: Question, answer: Answer, call: Call, trace: Trace | None = None, onlooker: Onlooker | None = None
) -> tuple[Any, Raised | None, Cost | None]:
    """Make one call, under the meter where it counts; return its live result, what it raised, and its cost.

    The caller has put `kept_draws` around its calls and run `call.before`. An interrupt from the keyboard is the
    user's, and passes through.
    """
    meter = Meter(threads=question.budget.weighs_peak) if call.counted else None
    result, error = None, None
    with fresh_call(onlooker.printed if onlooker else None), unwritten_shows():
        try:
            with meter or _uncompiled(), trace or contextlib.nullcontext():
                result = question.ask(answer, call)
            if inspect.iscoroutine(result) and inspect.getcoroutinestate(result) == inspect.CORO_CREATED:
                result.close()  # nobody will await it, and Python would warn of that
        except BaseException as exception:  # SystemExit too: it ends the answer, not the grading
            if onlooker is not None:
                onlooker.saw(exception)
            if isinstance(exception, KeyboardInterrupt):
                raise
            error = raised(exception)
    return result, error, meter.cost(call.mark_size, result) if meter else None


def _uncompiled() -> contextlib.AbstractContextManager[None]:
    """Run what an answer compiles as plain Python, as under a meter: a sandbox has no compiler."""
    stance: contextlib.AbstractContextManager[None] = torch.compiler.set_stance("force_eager")
    return stance


@torch.inference_mode(False)  # a tensor that is drawn in it is none that a derivative takes
def observe(
    question: Question,
    answer: Answer,
    seed: int,
    timed: bool = True,
    most_rounds: int = MOST_ROUNDS,
    onlooker: Onlooker | None = None,
) -> Evidence:
    """Put every call of a question to an answer, with a learner's onlooker where there is one; return the evidence.

    `timed=False` leaves the timings out; without rounds there is still the call at the largest size that they would
    have had. Inputs are drawn for torch's default device; a claim about time is one about a CPU, and not timed on
    another. Whatever the answer raises is written down, never raised from here.
    """
    calls = question.calls(seed)
    with onlooker.looking_on(len(calls)) if onlooker else contextlib.nullcontext():
        # torch imports this late, within a derivative; under the call trace that import takes up to nine times as long.
        importlib.import_module("torch._dynamo")
        table = transforms()
        observations: list[Observation] = []
        watching = _Watching(question, answer, onlooker)
        flags = watching.flags
        with settled_heap(), kept_draws(), quick_shapes(), quick_programs():
            for number, call in enumerate(calls, start=1):
                if onlooker is not None and onlooker.over:
                    observations.append(Observation(call.label, raised=onlooker.over))
                    continue
                if call.before is not None:
                    call.before()
                with onlooker.at_call(number) if onlooker else contextlib.nullcontext():
                    observations.append(watching.observe(call, Trace(table)))
        flags |= dict.fromkeys(_broken(sealed()))
        found = largest = elsewhere = None
        if at_work().type == "cpu" and not any(seen.raised for seen in observations):
            with onlooker.at_clock() if onlooker else contextlib.nullcontext():
                if timed:
                    trace = Trace(table)
                    found, largest = timings(question, answer, seed, most_rounds, trace)
                    flags |= dict.fromkeys(trace.flags)
                elsewhere = asked_elsewhere(question, answer, seed)
            flags |= dict.fromkeys((*_broken(sealed()), *((OUTWORKED,) if found and outworked(found) else ())))
        return Evidence(question.name, seed, tuple(observations), found, largest, tuple(flags), elsewhere)


def _broken(seal: Seal) -> tuple[str, ...]:
    return (ALTERED,) if seal.broken() else ()


class _Watching:
    """One answer, watched call after call; `flags` are those of its evidence, in the order in which they rose."""

    def __init__(self, question: Question, answer: Answer, onlooker: Onlooker | None) -> None:
        self.flags: dict[str, None] = {}
        self._question, self._answer, self._onlooker = question, answer, onlooker
        self._earlier = EarlierResults()

    def observe(self, call: Call, trace: Trace) -> Observation:
        """Make a call and write down what it did."""
        given = Given.of(call.args, call.kwargs)
        if self._question.budget.weighs_peak and unfollowed():
            self.flags[UNFOLLOWED] = None
        result, error, cost, passes = self._run(call, trace)
        if self._took_many(call, trace):
            self.flags[TAKEN] = None
        changed = [*given.changes()]
        kept: Result = None
        graph = False
        if error is None:
            kept, graph, error = _handed_over(result)
        if self._earlier.changed():
            changed.append("an earlier result")
        if error is None:
            self._earlier.add(result, kept)
        self.flags |= dict.fromkeys((*trace.flags, *_broken(sealed_observer())))
        return Observation(
            label=call.label,
            result=kept,
            raised=error,
            changed=tuple(changed),
            graph=graph,
            used=trace.used,
            cost=cost,
            passes=passes,
        )

    def _run(
        self, call: Call, trace: Trace
    ) -> tuple[Any, Raised | None, Cost | None, dict[str, dict[int, int]] | None]:
        """Return a call's result, what it raised, its cost where it counts and its passes where it doesn't."""
        ever, passes = passes_ever(), None
        if call.counted:
            result, error, cost = run_call(self._question, self._answer, call, trace, self._onlooker)
        else:
            with counted_marks() as marks:
                result, error, cost = run_call(self._question, self._answer, call, trace, self._onlooker)
            passes = passes_of(marks, call.mark_size)
        if self._onlooker is not None and self._onlooker.over:
            error = self._onlooker.over  # an answer may have caught what should have ended it
        counted = cost.passes if cost else passes
        if counted is not None and passes_ever() - ever != sum(sum(widths.values()) for widths in counted.values()):
            self.flags[MISCOUNTED] = None
        return result, error, cost, passes

    def _took_many(self, call: Call, trace: Trace) -> bool:
        """Tell whether a call whose memory is weighed took out of torch far more numbers than an honest sum does.

        Sums in Python take some numbers for each entry of x; who holds a matrix outside of torch takes all of it.
        """
        weighs = call.weighed and call.counted and self._question.budget.weighs_peak
        return weighs and trace.taken > _MOST_TAKEN * max(call.sizes.values())


def _handed_over(result: Any) -> tuple[Result, bool, Raised | None]:
    """Return a copy of a result, whether it carries a graph, and what reading it raised."""
    # To read a plain tensor runs torch's code alone; to read anything else may run the answer's.
    with contextlib.nullcontext() if type(result) is Tensor else fresh_call():
        try:
            return on_another(result, at_work().type) or captured(result), carries_graph(result), None
        except Exception as exception:  # an object that lies about itself may raise anywhere
            return None, False, raised(exception)


def asked_elsewhere(question: Question, answer: Answer, seed: int) -> Observation | None:
    """Make the call on another device; return what shows that the answer did not follow x there.

    It is made once more where the answer asked whether something holds: first nothing does, then everything.
    """
    for holds in (False, True):
        call = call_elsewhere(question, seed)
        if call is None:
            return None
        with kept_draws(), quick_shapes(), AsOnAGpu(holds) as there:
            result, error, _ = run_call(question, answer, call)
        shown = not_followed(call, result, error)
        if shown is not None or not there.was_asked:
            return shown
    return None


def timings(
    question: Question, answer: Answer, seed: int, most_rounds: int = MOST_ROUNDS, trace: Trace | None = None
) -> tuple[Timings | None, Observation | None]:
    """Time an answer beside its question's baselines; return the samples, and its call at the largest size.

    One that raises there is not timed; where nothing is to be timed there is neither. With a trace the answer is called
    once more as it was timed: one that knows such calls by their sizes might use other tools there.
    """
    trend = question.trend
    if trend is None:
        return None, None
    largest = None
    with fresh_state():
        try:
            reached, largest = climb(trend, answer, seed, PATIENCE if most_rounds else PATIENCE_UNTIMED)
            if largest.raised or not most_rounds:
                return None, largest
            found = time_answer(trend, answer, seed, reached, most_rounds)
            # What stays unclear is measured once more; after that the counted cost decides.
            if not is_clear(trend, found):
                found = time_answer(trend, answer, seed, reached, most_rounds, found.turns)
            if trace is not None:
                given = trend.inputs(seed, trend.sizes[reached], found.turns + 1)
                with fresh_call(), trace, answering(trend.label(trend.sizes[reached])):
                    answer(*given)
                largest = replace(largest, used=trace.used)
            return found, largest
        except KeyboardInterrupt:
            raise
        except AnswerRaised as found:  # it may have known by its count of calls that nothing else looks any more
            return None, Observation(found.label, raised=raised(found.__cause__ or found))
        except BaseException:  # no timing is no evidence, and the counted cost decides; torch may be patched
            return None, largest
