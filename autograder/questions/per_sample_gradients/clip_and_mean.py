"""clip_and_mean: what is asked."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import torch
from torch import Tensor

from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, refill
from autograder.questions.per_sample_gradients.batches import F32, F64, between_others
from autograder.questions.question import Budget, Call, Question, Rules

NAME = "clip_and_mean"
Gradients = dict[str, Tensor]
_Shapes = Mapping[str, tuple[int, ...]]
_NET: _Shapes = {"inner.weight": (7, 3), "inner.bias": (7,), "outer.weight": (2, 7), "outer.bias": (2,), "scale": ()}
_ONE: _Shapes = {"weight": (3, 2)}
_NUMBER: _Shapes = {"scale": ()}
_LIKE: _Shapes = {f"layer{place}.weight": (24, 24) for place in range(6)}
_SQUARES: _Shapes = {f"layer{place}.weight": (11, 11) for place in range(5)}
_MANY: _Shapes = {f"layer{place}.bias": (23,) for place in range(17)}


def _call(what: str, grads: Gradients, max_norm: float, dtype: torch.dtype) -> Call:
    b = len(next(iter(grads.values())))
    size = sum(each[0].numel() for each in grads.values())
    text = f"{what}: B = {b}, P = {size}, {dtype}".replace("torch.", "")
    return Call(text, (grads, max_norm), {"B": b, "P": size}, 1)


def _gradients(draw: Draw, b: int, shapes: _Shapes) -> Gradients:
    """Draw gradients of samples that differ in size: some are clipped at the median norm, some are not."""
    sizes = 2 * draw.uniform(b) + 0.25
    return {name: draw.normal(b, *shape) * sizes.reshape(b, *[1] * len(shape)) for name, shape in shapes.items()}


def norms(grads: Gradients) -> Tensor:
    """The norm of each sample's gradient, over all parameters together. Shapes: name → (B, *shape) → (B,)."""
    squares = [each.reshape(len(each), -1).square().sum(1) for each in grads.values()]
    return torch.stack(squares).sum(0).sqrt()


def _some(grads: Gradients) -> float:
    """Below the median norm: half of the samples or more are clipped, and a sample that is alone."""
    return 0.8 * float(norms(grads).double().median())


def _none(grads: Gradients) -> float:
    return 2 * float(norms(grads).max())


def _all(grads: Gradients) -> float:
    return float(norms(grads).min()) / 2


def _no_bound(_: Gradients) -> float:
    return math.inf


_PLAN = (
    ("some clipped", 5, _NET, _some, F64),
    ("some clipped", 11, _NET, _some, F32),
    ("none clipped", 3, _NET, _none, F64),
    ("all clipped", 7, _NET, _all, F64),
    ("one sample, clipped", 1, _NET, _some, F64),
    ("one sample, not clipped", 1, _NET, _none, F32),
    ("one parameter", 5, _ONE, _some, F64),
    ("a 0-D parameter alone", 5, _NUMBER, _some, F64),
    ("no bound", 4, _NET, _no_bound, F64),
)


def _calls(seed: int) -> tuple[Call, ...]:
    """Some clipped, none, all; a sample without a gradient; one sample; no bound; peaks where parameters are alike."""
    calls = []
    for what, b, shapes, bound, dtype in _PLAN:
        draw = Draw.seeded(seed, NAME, what, b).to(dtype)
        grads = _gradients(draw, b, shapes)
        calls.append(_call(what, grads, bound(grads), dtype))
    for what, bound in (("a sample without a gradient", _some), ("a sample without a gradient, no bound", _no_bound)):
        grads = _gradients(Draw.seeded(seed, NAME, what), 3, _NET)
        for each in grads.values():
            each[1] = 0
        calls.append(_call(what, grads, bound(grads), F64))
    small = {name: each * 2.0**-20 for name, each in _gradients(Draw.seeded(seed, NAME, "small"), 5, _NET).items()}
    calls.append(_call("very small gradients", small, _some(small), F64))
    # Six alike, few samples and many, many parameters: who joins all of them only in some of these shows in one, and so
    # does who meets every sample with every other.
    for what, b, shapes in (
        ("parameters of like size", 16, _LIKE),
        ("many samples", 331, _SQUARES),
        ("many parameters", 7, _MANY),
    ):
        grads = _gradients(Draw.seeded(seed, NAME, what), b, shapes)
        calls.append(replace(_call(what, grads, _some(grads), F64), counted=True))
    draw = Draw.seeded(seed, NAME, "strides")
    grads = {name: between_others(each) for name, each in _gradients(draw, 5, _NET).items()}
    calls.append(_call("samples with strides", grads, _some(grads), F64))
    return (*calls, *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _on_meta(seed: int) -> Call:
    return _call(ON_META, _gradients(Draw.seeded(seed, ON_META), 5, _NET), 1.0, F64)


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """One dict, asked with two bounds, then with other numbers in it: what an answer keeps shows here."""
    grads, fresh = _gradients(draw, 4, _NET), _gradients(draw, 4, _NET)
    bound = _some(grads)

    def renew() -> None:
        for name, each in grads.items():
            refill(each, fresh[name])

    yield _call("first of some in a row", grads, bound, F64)
    yield _call("the same gradients, another bound", grads, bound / 2, F64)
    yield replace(_call("the same dict, new numbers in it", grads, bound, F64), before=renew)


def joined_and_scaled(grads: Gradients, max_norm: float) -> Gradients:
    """The naive way: everything joined, everything scaled. Shapes: name → (B, *shape) → name → shape."""
    joined = torch.cat([each.reshape(len(each), -1) for each in grads.values()], 1)
    scaled = joined * (max_norm / joined.norm(dim=1, keepdim=True)).clamp(max=1)
    parts = scaled.mean(0).split([each[0].numel() for each in grads.values()])
    return {name: part.reshape(each.shape[1:]) for (name, each), part in zip(grads.items(), parts, strict=True)}


QUESTION = Question(
    name=NAME,
    title="the mean of clipped gradients",
    calls=_calls,
    points={"value": 3, "cost": 1},
    rules=Rules(says="any tool will do"),
    elsewhere=_on_meta,
    budget=Budget(peak_of_naive=True, says="a peak under half of that of joining all gradients and scaling them"),
    naive=joined_and_scaled,
    hints=(
        "Which comes first, the clipping or the mean? And what is one sample's gradient: one entry of the dict, or"
        " its row in all of them together?",
        "How do you get ‖g_b‖² from the parameters one by one, without ever joining them? What do you sum over, and"
        " which axis must be left?",
        "The mean of c_b · g_b over b is a weighted sum over the first axis: which operation multiplies and sums at"
        " once, without a scaled copy of g? And what is min(1, max_norm / 0)?",
    ),
)
