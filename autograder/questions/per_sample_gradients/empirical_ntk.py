"""empirical_ntk: what is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.func import functional_call, jacrev, vmap

from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, refill
from autograder.questions.models import Net
from autograder.questions.per_sample_gradients.batches import (
    EVALUATED,
    F32,
    FROZEN,
    HIDDEN,
    NORMALISED,
    PLAIN,
    TIED,
    WATCHED,
    Sort,
    between_others,
    drawn,
    mark_size,
    with_another_parameter,
)
from autograder.questions.question import Budget, Call, Question, Rules

NAME = "empirical_ntk"
# What is special about the model; B of X1, B of X2, N and C.
_PLAN = (
    (PLAIN, 5, 3, 7, 2, torch.float64),
    (PLAIN, 3, 5, 2, 1, torch.float64),
    (PLAIN, 1, 1, 3, 2, torch.float64),
    (PLAIN, 4, 4, 5, 3, torch.float64),
    (TIED, 2, 3, 5, 5, torch.float64),
    (FROZEN, 5, 2, 3, 2, torch.float64),
    (NORMALISED, 3, 2, 5, 3, torch.float64),
    (EVALUATED, 2, 7, 3, 3, F32),
    (WATCHED, 3, 5, 2, 2, torch.float64),
)
_SAID = {PLAIN: "a model"}


def _call(what: str, model: nn.Module, first: Tensor, second: Tensor, c: int, size: int = HIDDEN) -> Call:
    b1, b2, n = len(first), len(second), first.shape[1]
    text = f"{what}: B1 = {b1}, B2 = {b2}, N = {n}, C = {c}, {first.dtype}".replace("torch.", "")
    return Call(text, (model, first, second), {"B1": b1, "B2": b2, "N": n, "C": c}, size)


def _calls(seed: int) -> tuple[Call, ...]:
    """Models of every sort, X1 and X2 the same, and batches of which all pairs would show."""
    calls = []
    for what, b1, b2, n, c, dtype in _PLAN:
        draw = Draw.seeded(seed, NAME, what, b1, c).to(dtype)
        sort = Sort(what, b1, n, c, dtype)
        batch = drawn(draw, sort)
        said = "one output" if c == 1 else _SAID.get(what, what)
        calls.append(_call(said, batch.model, batch.X, draw.normal(b2, n), c, mark_size(sort)))
    draw = Draw.seeded(seed, NAME, "same")
    both = between_others(draw.normal(4, 3))
    calls.append(_call("X1 and X2 the same, with strides", Net(draw, 3, 2, HIDDEN), both, both, 2))
    draw = Draw.seeded(seed, NAME, "large")
    many, net = draw.size(66, 74), Net(draw, 2, 2, 3)
    calls.append(_call("many in X1", net, draw.normal(many, 2), draw.normal(2, 2), 2, 3))
    calls.append(_call("many in X2", net, draw.normal(2, 2), draw.normal(many, 2), 2, 3))
    draw = Draw.seeded(seed, NAME, "pairs")
    wide = _call("batches of many pairs", Net(draw, 5, 3, 17), draw.normal(17, 5), draw.normal(23, 5), 3, 17)
    return (*calls, replace(wide, counted=True), *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _on_meta(seed: int) -> Call:
    draw = Draw.seeded(seed, ON_META)
    return _call(ON_META, Net(draw, 3, 2, HIDDEN), draw.normal(5, 3), draw.normal(4, 3), 2)


def _in_a_row(draw: Draw) -> Iterator[Call]:
    net, first, second = Net(draw, 2, 2, 5), draw.normal(3, 2), draw.normal(4, 2)
    fresh, weights, others = draw.normal(3, 2), draw.normal(5, 2), draw.normal(5, 2)
    yield _call("first of some in a row", net, first, second, 2, 5)
    again = _call("the same model, new numbers in X1", net, first, second, 2, 5)
    yield replace(again, before=lambda: refill(first, fresh))
    again = _call("the same model, X1 and X2, new weights", net, first, second, 2, 5)
    yield replace(again, before=lambda: refill(net.inner.weight, weights))
    again = _call("the same model, X1 and X2, another parameter in it", net, first, second, 2, 5)
    yield replace(again, before=with_another_parameter(net, others))


def jacobians_for_every_pair(model: nn.Module, X1: Tensor, X2: Tensor) -> Tensor:
    """The naive way: two Jacobians for each pair of samples. Shapes: (B1, N), (B2, N) → (B1, B2, C, C)."""
    parameters = {name: each.detach() for name, each in model.named_parameters()}

    def of_one(parameters: dict[str, Tensor], x: Tensor) -> Tensor:
        reached: Tensor = functional_call(model, parameters, (x[None],))[0]
        return reached

    def of_two(x1: Tensor, x2: Tensor) -> Tensor:
        one, other = jacrev(of_one)(parameters, x1), jacrev(of_one)(parameters, x2)
        blocks = [one[name].flatten(1) @ other[name].flatten(1).mT for name in one if one[name].dim() > 1]
        numbers = [torch.outer(one[name], other[name]) for name in one if one[name].dim() == 1]
        return torch.stack([*blocks, *numbers]).sum(0)

    every: Tensor = vmap(vmap(of_two, (None, 0)), (0, None))(X1, X2)
    return every


def _one_at_a_time(
    passes: Mapping[str, Mapping[int, int]], used: tuple[str, ...], sizes: Mapping[str, int]
) -> str | None:
    """Name a loop over samples: no pass carries more than the outputs of one."""
    widest = max(passes.get("fr", passes.get("f", {0: 0})), default=0)
    alone = widest <= sizes["C"] < max(sizes["B1"], sizes["B2"])
    return "a loop over samples" if alone else None


QUESTION = Question(
    name=NAME,
    title="how far a step on one sample moves the outputs of another",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(
        forbids=("torch.autograd.functional.",),
        bars=_one_at_a_time,
        says="torch.func or torch.autograd.grad, the samples of a batch mapped",
    ),
    budget=Budget(
        # The extra forward that is always allowed may be one of the batches too.
        forwards=lambda s: 2 * (s["B1"] + s["B2"]),
        sweep_vectors=lambda s: (s["B1"] + s["B2"]) * s["C"],
        peak=True,
        work=1.75,
        says="each sample forward once, C vectors back for each, and a peak far below a Jacobian for every pair",
    ),
    naive=jacobians_for_every_pair,
    elsewhere=_on_meta,
    hints=(
        "If J1 were the matrix of all derivatives of X1's outputs by all parameters, and J2 that of X2's, what would"
        " the kernel be in terms of the two? How often is each needed?",
        "What does `vmap(jacrev(g), (None, 0))` give where g takes a dict of parameters and one x: which shape has the"
        " entry of a weight (H, N)? Which of its axes are summed over, and which are left?",
        "A sum over all parameters is a sum over the dict of the sums over each: what does"
        " `einsum('ikp,jlp->ijkl', …)` do, and which shape must each entry have first? Mind the 0-D parameter.",
    ),
)
