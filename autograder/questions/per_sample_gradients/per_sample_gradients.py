"""per_sample_gradients: what is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap

from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, refill
from autograder.questions.per_sample_gradients.batches import (
    EVALUATED,
    F32,
    HIDDEN,
    PLAIN,
    SINGLE,
    SORTS,
    WATCHED,
    Batch,
    Loss,
    Sort,
    between_others,
    drawn,
    label,
    mark_size,
    with_another_parameter,
)
from autograder.questions.question import Budget, Call, Question, Rules, Trend

NAME = "per_sample_gradients"
Gradients = dict[str, Tensor]
Passes = Mapping[str, Mapping[int, int]]
# Sorts whose passes are those of others: a flag, a `.grad` from before, one parameter in place of some.
_FOR_THEIR_VALUE = (EVALUATED, WATCHED, SINGLE)


def _call(what: str, sort: Sort, batch: Batch) -> Call:
    args = (batch.model, batch.loss, batch.X, batch.y)
    return Call(label(what, sort), args, {"B": sort.b, "N": sort.n, "C": sort.c}, mark_size(sort), counted=True)


def _calls(seed: int) -> tuple[Call, ...]:
    """Models of every sort, a wide batch, a batch of two dtypes, and one model again and again."""
    calls = []
    for place, sort in enumerate((*SORTS, Sort(PLAIN, 17, 3, 2), Sort(PLAIN, 13, 2, 3, F32))):
        draw = Draw.seeded(seed, NAME, sort.what, place)
        call = _call(sort.what, sort, drawn(draw, sort))
        calls.append(replace(call, counted=sort.what not in _FOR_THEIR_VALUE))
    draw = Draw.seeded(seed, NAME, "large")
    many = Sort(PLAIN, draw.size(257, 281), 2, 2)
    calls.append(replace(_call("many samples", many, drawn(draw, many)), counted=False))
    apart = Sort("X with strides", 5, 3, 2)
    batch = drawn(Draw.seeded(seed, NAME, apart.what), apart)
    batch = replace(batch, X=between_others(batch.X), y=between_others(batch.y))
    calls.append(replace(_call(apart.what, apart, batch), counted=False))
    return (*calls, *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _on_meta(seed: int) -> Call:
    return replace(_call(ON_META, SORTS[0], drawn(Draw.seeded(seed, ON_META), SORTS[0])), counted=False)


def _in_a_row(draw: Draw) -> Iterator[Call]:
    """One model, whose weights and whose batch become others: what an answer keeps shows here."""
    sort = replace(SORTS[0], b=3, n=2)
    batch = drawn(draw, sort)
    weight, fresh = batch.model.get_parameter("inner.weight"), draw.normal(sort.b, sort.n)
    numbers, others = draw.normal(*weight.shape), draw.normal(*weight.shape)
    first = replace(_call("first of some in a row", sort, batch), counted=False)
    yield first
    again = replace(first, label=label("the same model, new numbers in X", sort))
    yield replace(again, before=lambda: refill(batch.X, fresh))
    again = replace(first, label=label("the same model and X, new weights", sort))
    yield replace(again, before=lambda: refill(weight, numbers))
    again = replace(first, label=label("the same model and X, another parameter in it", sort))
    yield replace(again, before=with_another_parameter(batch.model, others))


def _parameters(model: nn.Module) -> Gradients:
    return {name: each.detach() for name, each in model.named_parameters()}


def gradients_by_vmap(model: nn.Module, loss_fn: Loss, X: Tensor, y: Tensor) -> Gradients:
    """The gradient of each sample's own loss as the lesson teaches it. Shapes: X (B, N) → name → (B, *shape)."""

    def of_one(parameters: Gradients, x: Tensor, target: Tensor) -> Tensor:
        return loss_fn(functional_call(model, parameters, (x[None],)), target[None])

    mapped: Gradients = vmap(grad(of_one), (None, 0, 0))(_parameters(model), X, y)
    return mapped


def gradients_one_by_one(model: nn.Module, loss_fn: Loss, X: Tensor, y: Tensor) -> Gradients:
    """The loop over samples of the same gradient. Shapes: as `gradients_by_vmap`."""
    parameters = _parameters(model)
    rows = []
    for x, target in zip(X, y, strict=True):
        x, target = x[None], target[None]
        rows.append(grad(lambda p, x=x, target=target: loss_fn(functional_call(model, p, (x,)), target))(parameters))
    return {name: torch.stack([row[name] for row in rows]) for name in parameters}


def gradients_of_every_loss(model: nn.Module, loss_fn: Loss, X: Tensor, y: Tensor) -> Gradients:
    """The naive way: B losses of one batch, each pulled back through all of it. Shapes: as `gradients_by_vmap`."""

    def losses(parameters: Gradients) -> Tensor:
        reached = functional_call(model, parameters, (X,))
        return torch.stack([loss_fn(row[None], target[None]) for row, target in zip(reached, y, strict=True)])

    every: Gradients = torch.func.jacrev(losses)(_parameters(model))
    return every


def _one_at_a_time(passes: Passes, used: tuple[str, ...], sizes: Mapping[str, int]) -> str | None:
    """Name a loop over samples: nothing that passes the model carries more than one."""
    alone = max(passes.get("fr", passes.get("f", {0: 0})), default=0) == 1 and sizes["B"] > 1
    return "a loop over samples" if alone else None


def _a_batch(draw: Draw, b: int) -> tuple[nn.Module, Loss, Tensor, Tensor]:
    batch = drawn(draw, Sort(PLAIN, b, 6, 4), HIDDEN)
    return batch.model, batch.loss, batch.X, batch.y


QUESTION = Question(
    name=NAME,
    title="the gradient of each sample's own loss",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        ("torch.func.vmap",),
        # Its tracing, some 300 ms at any size, would drown the trend.
        forbids=("torch.func.linearize",),
        bars=_one_at_a_time,
        says="vmap over the samples, with no loop over them",
    ),
    budget=Budget(
        # The extra forward that is always allowed may be one of the batch too.
        forwards=lambda s: 2 * s["B"],
        forward_passes=lambda s: 1,
        backward_vectors=lambda s: s["B"],
        tangent_vectors=lambda s: 0,
        work=1.75,
        says="one batched forward, and B vectors pulled back in all, one through each sample",
    ),
    naive=gradients_of_every_loss,
    elsewhere=_on_meta,
    trend=Trend(
        claim="One mapped gradient beats a loop over the samples, by far where there are many.",
        size_name="B",
        sizes=(16, 20, 25, 32),
        make=_a_batch,
        naive=gradients_one_by_one,
        called="a loop",
        reference=gradients_by_vmap,
        threshold=0.35,
    ),
    hints=(
        "If you had a function that gives the loss of one sample from a dict of parameters, which two transforms"
        " would make of it what is asked?",
        "Which of your function's arguments change from sample to sample, and which are the same for all? What does"
        " `in_dims` say of the latter?",
        "Under `vmap` a sample has lost its batch axis, and the model wants one: which shape has `x[None]`? The target"
        " lost one, too. And which parameters are in the dict: those that require grad, or all of them?",
    ),
)
