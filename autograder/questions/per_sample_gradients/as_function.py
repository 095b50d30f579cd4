"""as_function: what is asked, and how the function that comes out is asked in its turn.

What is returned is a pair (f, theta). Beside the answer f is put through what the lessons before do with functions,
plain `torch.autograd.grad` first: an f that writes into its model ends there, and not under a transform, where torch
would end the process.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.func import grad, hessian, jvp, vmap

from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, refill
from autograder.questions.per_sample_gradients.batches import (
    EVALUATED,
    SORTS,
    Batch,
    Sort,
    between_others,
    drawn,
    label,
    mark_size,
    with_another_parameter,
)
from autograder.questions.per_sample_gradients.batches import WATCHED as WATCHED_BEFORE
from autograder.questions.question import Answer, Budget, Call, Question, Rules

NAME = "as_function"
THETA, WATCHED = "theta", "theta requires grad"
VALUE, ELSEWHERE, SLOPE_THERE = "f(theta)", "f at another theta", "by torch.autograd.grad"
# Of the calls that are counted: what is done there. The others do all, or all but H, which is H v under vmap: both of
# these are asked everywhere.
BUILT, CALLED, SLOPE = "built, and left alone", "called once", "differentiated once"
PRODUCTS = "products with H"
# How often f is evaluated in each, at one theta a time.
_EVALUATIONS = {BUILT: 0, CALLED: 1, SLOPE: 1, PRODUCTS: 7, "": 8}
_WITH_H = 2  # so many sorts of models are asked for H too: one for each loss, and each dtype
# A flag or a `.grad` of the model's, which shows in what is left of it: one derivative is enough.
_WITH_A_FLAG = (EVALUATED, WATCHED_BEFORE)
_BIG = Sort(SORTS[0].what, 16, 29, 7)
_SMALL_STEP = 2.0**-4


def ask_for_f(answer: Answer, call: Call) -> Any:
    """Call an answer that returns (f, theta), then f: by itself, by autograd, under grad, jvp, vmap and hessian.

    At the end theta is written over: that must reach nobody. What is no such pair is handed on as it is, and a theta
    of another length than the model's is not asked about.
    """
    given, step, only = answer(*call.args), call.kwargs["step"], call.kwargs["only"]
    if not (isinstance(given, tuple) and len(given) == 2 and callable(given[0]) and isinstance(given[1], Tensor)):
        return given
    f, theta = given
    start = theta.detach().clone()
    asked: dict[str, Any] = {THETA: start, WATCHED: bool(theta.requires_grad)}
    if only == CALLED:
        asked |= {VALUE: f(start)}
    elif only != BUILT and start.shape == step.shape:
        leaf = start.clone().requires_grad_()
        asked |= {SLOPE_THERE: torch.autograd.grad(f(leaf), leaf)[0]}
        if only != SLOPE:
            there = start + step
            asked |= {
                VALUE: f(start),
                ELSEWHERE: f(there),
                "under grad, at another theta": grad(f)(there),
                "H v": jvp(grad(f), (there,), (step,))[1],
                "under vmap": vmap(f)(torch.stack([start, there])),
            }
            if only != PRODUCTS:
                asked |= {"under hessian": hessian(f)(start)[: len(step) // 3]}
    with torch.no_grad():
        theta.add_(1)
    return asked


def spelled_for_f(answer: str, call: Call) -> str:
    """Write `ask_for_f` as lines of a cell."""
    head = f"f, theta = {answer}(*call.args)"
    slope = (
        "import torch",
        head,
        "leaf = theta.clone().requires_grad_()",
        "(slope,) = torch.autograd.grad(f(leaf), leaf)",
    )
    asks = {BUILT: (head, "theta"), CALLED: (head, "theta, f(theta)"), SLOPE: (*slope, "theta, slope")}
    products = (
        *slope,
        'there = theta + call.kwargs["step"]',
        'hvp = torch.func.jvp(torch.func.grad(f), (there,), (call.kwargs["step"],))[1]',
        "values = torch.func.vmap(f)(torch.stack([theta, there]))",
    )
    seen = "theta, slope, f(theta), f(there), torch.func.grad(f)(there), hvp, values"
    asks |= {PRODUCTS: (*products, seen)}
    everything = (*products, "H = torch.func.hessian(f)(theta)", f"{seen}, H[: len(theta) // 3]")
    return "\n".join(asks.get(call.kwargs["only"], everything))


def _call(draw: Draw, what: str, sort: Sort, batch: Batch, only: str = "") -> Call:
    size = sum(each.numel() for each in batch.model.parameters())
    step = _SMALL_STEP * draw.to(sort.dtype).normal(size)
    sizes = {"B": sort.b, "N": sort.n, "C": sort.c, "evaluations": _EVALUATIONS[only]}
    args = (batch.model, batch.loss, batch.X, batch.y)
    return Call(label(what, sort), args, sizes, mark_size(sort), kwargs={"step": step, "only": only})


def _asked_of(place: int, sort: Sort) -> str:
    if place < _WITH_H:
        return ""
    return SLOPE if sort.what in _WITH_A_FLAG else PRODUCTS


def _calls(seed: int) -> tuple[Call, ...]:
    """Models of every sort; what is built, called and differentiated is counted apart."""
    calls = []
    for place, sort in enumerate(SORTS):
        draw = Draw.seeded(seed, NAME, sort.what, place)
        calls.append(_call(draw, sort.what, sort, drawn(draw, sort), _asked_of(place, sort)))
    for only in (BUILT, CALLED, SLOPE):
        draw = Draw.seeded(seed, NAME, only)
        calls.append(replace(_call(draw, only, _BIG, drawn(draw, _BIG), only), counted=True))
    draw = Draw.seeded(seed, NAME, "strides")
    batch = drawn(draw, SORTS[0])
    apart = replace(batch, X=between_others(batch.X), y=between_others(batch.y))
    calls.append(_call(draw, "X with strides", SORTS[0], apart, CALLED))
    return (*calls, *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _on_meta(seed: int) -> Call:
    draw = Draw.seeded(seed, ON_META)
    return _call(draw, ON_META, SORTS[0], drawn(draw, SORTS[0]), SLOPE)


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """One model, whose weights and whose batch become others: what an answer keeps shows here."""
    sort = replace(SORTS[0], b=3, n=2)
    batch = drawn(draw, sort)
    weight, fresh = batch.model.get_parameter("inner.weight"), draw.normal(sort.b, sort.n)
    numbers, others = draw.normal(*weight.shape), draw.normal(*weight.shape)
    first = _call(draw, "first of some in a row", sort, batch, SLOPE)
    yield first
    again = replace(first, label=label("the same model, new numbers in X", sort))
    yield replace(again, before=lambda: refill(batch.X, fresh))
    again = replace(first, label=label("the same model and X, new weights", sort))
    yield replace(again, before=lambda: refill(weight, numbers))
    last = _call(draw, "the same model and X, another parameter in it", sort, batch, CALLED)
    yield replace(last, before=with_another_parameter(batch.model, others))


QUESTION = Question(
    name=NAME,
    title="a module and its batch as a function of one vector",
    calls=_calls,
    points={"value": 4, "method": 1, "cost": 1},
    rules=Rules(
        needs=("torch.func.functional_call",),
        forbids=("torch.nn.utils.vector_to_parameters", "torch.nn.Module.load_state_dict"),
        says="torch.func.functional_call, and nothing is written into the model",
    ),
    budget=Budget(
        forwards=lambda s: s["evaluations"] * s["B"],
        forward_passes=lambda s: s["evaluations"],
        backward_vectors=lambda s: s["evaluations"] * s["B"],
        peak=True,
        says="no evaluation of the model while f is built, one for each call of f, and a peak that grows like theta",
    ),
    elsewhere=_on_meta,
    ask=ask_for_f,
    spelled=spelled_for_f,
    hints=(
        "What does `functional_call` take beside the module, and which names do the entries of that dict have? A module"
        " keeps its parameters to itself, and f is to be told them by its caller.",
        "How do you get from the vector theta back to tensors of the right shapes? In which order did they go in, how"
        " many numbers does each take, and which of torch's methods cuts a vector into pieces of given lengths?",
        "Which of `model.parameters()` still hang on the model when you have joined them: what does"
        " `theta.requires_grad` say? And which would you miss if you asked only for those that require grad?",
    ),
)
