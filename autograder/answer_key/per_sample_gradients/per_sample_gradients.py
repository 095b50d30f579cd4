"""Key to `per_sample_gradients`."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from autograder.answer_key.compare import entries
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.per_sample_gradients.by_hand import Named, at, leaves
from autograder.answer_key.per_sample_gradients.dicts import (
    beside,
    buffer_names,
    frozen_names,
    gives,
    second_names,
    without,
)
from autograder.answer_key.per_sample_gradients.left_in_model import MODEL, SAMPLE_ALONE, STATE_DICT, TARGETS_CONVERTED
from autograder.questions.per_sample_gradients.batches import Loss


def sample_by_sample(model: nn.Module, loss_fn: Loss, X: Tensor, y: Tensor) -> Named:
    """The gradient of each sample's own loss, pulled back by itself. Shapes: X (B, N) → name → (B, *shape).

    A loss is a mean over the batch: B times its slope by one sample's outputs is the slope of that sample's own.
    """
    named = leaves(model)
    reached = at(model, named)(X)
    outputs = reached.detach().requires_grad_()
    (delta,) = torch.autograd.grad(loss_fn(outputs, y), outputs)
    alone = torch.diag_embed(len(X) * delta.mT).movedim(0, -1)
    found = torch.autograd.grad(reached, [*named.values()], alone, is_grads_batched=True, materialize_grads=True)
    return dict(zip(named, found, strict=True))


def _many(e: Expected) -> bool:
    return e.call.sizes["B"] > 1


BATCH_GRADIENT = Mistake(
    "batch-gradient",
    "value",
    gives(
        lambda e: {name: each.mean(0) for name, each in e.result.items()} if _many(e) else None,
        lambda e: {name: each.sum(0) for name, each in e.result.items()} if _many(e) else None,
        lambda e: {name: each.mean(0).expand_as(each) for name, each in e.result.items()},
    ),
    "There is one gradient for all samples: they were added up.",
    "The gradient of a batch's loss is the mean of those of its samples; once it is taken, they can't be told apart.",
    "Differentiate the loss of one sample, and let `vmap` do that for each.",
)
SAMPLES_LAST = Mistake(
    "samples-last",
    "value",
    gives(lambda e: {name: each.movedim(0, -1) for name, each in e.result.items()} if _many(e) else None),
    "The samples are the last axis of each entry.",
    "They are asked first: entry b of each is sample b's gradient, of the parameter's own shape.",
    "Leave `out_dims` at 0, or move the last axis to the front.",
)
DIVIDED = Mistake(
    "divided-by-batch",
    "value",
    gives(lambda e: {name: each / e.call.sizes["B"] for name, each in e.result.items()} if _many(e) else None),
    "Every entry is B times too small.",
    "A sample's own loss is the loss of a batch of one. In the mean over the whole batch it counts only a B-th.",
    "Let `loss_fn` see one sample at a time.",
)
MULTIPLIED = Mistake(
    "multiplied-by-batch",
    "value",
    gives(lambda e: {name: each * e.call.sizes["B"] for name, each in e.result.items()} if _many(e) else None),
    "Every entry is B times too large.",
    "A mean was undone that was never taken: `loss_fn` of one sample divides by 1.",
    "Leave the factor out.",
)
ZEROS = Mistake(
    "closure-on-the-model",
    "value",
    gives(lambda e: {name: torch.zeros_like(each) for name, each in e.result.items()}),
    "Every gradient is zero.",
    "The function that is differentiated takes parameters and never looks at them: the model inside reads its own.",
    "Hand them to the model: `functional_call(model, parameters, (x[None],))`.",
)
FIRST = Mistake(
    "first-sample-for-all",
    "value",
    gives(lambda e: {name: each[:1].expand_as(each) for name, each in e.result.items()} if _many(e) else None),
    "Every sample has the first one's gradient.",
    "The sample inside the loop, or inside the closure, does not change with b.",
    "Let x and y be arguments of the function that `vmap` maps.",
)


def _with_one_target(place: int) -> Callable[[Expected], Named | None]:
    def make(e: Expected) -> Named | None:
        model, loss_fn, X, y = e.args
        return sample_by_sample(model, loss_fn, X, y[place].expand_as(y)) if _many(e) else None

    return make


ONE_TARGET = Mistake(
    "one-target-for-all",
    "value",
    gives(_with_one_target(0), _with_one_target(-1)),
    "Every sample was held against one and the same target, the first one's or the last one's.",
    "x changes from sample to sample, and y does not: it was read from around the function, or cut once.",
    "Let the function that `vmap` maps take its target as an argument, mapped beside x.",
)
FROZEN = Mistake(
    "frozen-left-out",
    "value",
    lambda case: without(case, frozen_names),
    "The parameters that do not require grad are missing.",
    "`requires_grad` tells an optimiser what to leave alone. What a sample would ask of a frozen weight is defined all"
    " the same, and asked for here.",
    "Take all of `named_parameters()`, detached; `torch.func.grad` needs no flag.",
)
MORE_NAMES = Mistake(
    "more-than-parameters",
    "value",
    lambda case: beside(case, lambda model: buffer_names(model) | second_names(model)),
    "There are more entries than parameters.",
    "Buffers are no parameters, and a tied weight is one parameter with two names.",
    "Take `named_parameters()` as it is.",
)
MAPPED = Mistake(
    "parameters-mapped",
    "value",
    lambda case: case.raised(
        "vmap: Expected all tensors to have the same size", "inconsistent sizes", "in_dims", "in_dim="
    ),
    "`vmap` was told to map what all samples share, or told it in a form that it can't read.",
    "`in_dims` has an entry for each argument: None for the parameters, 0 for X and for y.",
    "Write `in_dims=(None, 0, 0)`, in the order of your function's arguments.",
)

TARGETS_NOT_MAPPED = Mistake(
    "targets-not-mapped",
    "value",
    lambda case: case.raised("Size does not match at dimension", "to match target batch_size"),
    "The loss got one sample's output, and the targets of all.",
    "What a mapped function reads from around it comes whole: `vmap` takes apart only what is handed to it.",
    "Let the mapped function take the target as well: `in_dims=(None, 0, 0)`, and `t[None]` for the loss.",
)


def _pairs(case: Case) -> bool:
    costs = list(case.costs())
    return "backwards" in case.over and any(
        cost.backward_vectors >= e.call.sizes["B"] ** 2 for cost, e in costs if _many(e)
    )


def _in_pieces(case: Case) -> bool:
    """More forwards than the batch needs, each of some samples, and each sample in one of them."""
    costs = [(cost, e.call.sizes["B"]) for cost, e in case.costs()]
    over = [(cost, b) for cost, b in costs if cost.count("f") > 2 and cost.vectors("f") == b and cost.widest("f") > 1]
    return case.over == {"forwards"} and bool(over)


IN_PIECES = Mistake(
    "batch-in-chunks",
    "cost",
    _in_pieces,
    "The batch went through the model in parts.",
    "Parts save memory and cost passes. Here one batched forward is asked.",
    "Map over the whole batch at once, without `chunk_size`.",
)
PAIRS = Mistake(
    "every-loss-through-the-batch",
    "",
    lambda case: bool({"cost", "method"} & case.failed) and _pairs(case),
    "Each of the B losses was pulled back through all B samples.",
    "`jacrev` of the losses, and `is_grads_batched`, know no samples: each cotangent has one 1 and B − 1 zeros, and the"
    " zeros take as much work as the 1. That is B² vectors for B gradients.",
    "Put the derivative inside: `vmap` over samples of the gradient of one sample's loss.",
)


def _loop(case: Case) -> bool:
    return "forbidden" in case.over and all(cost.widest("fr") <= 1 for cost, _ in case.costs()) and not _pairs(case)


LOOP = Mistake(
    "loop-over-samples",
    "method",
    _loop,
    "The samples went back through the model one at a time.",
    "A loop pays for every operation of the model B times over; the numbers are the same.",
    "Write what you do for one sample as a function of x and y, and let `torch.func.vmap` map it.",
)
FORWARD_MODE = Mistake(
    "forward-mode",
    "cost",
    lambda case: "tangents" in case.over,
    "Tangents were pushed through the model.",
    "A loss is one number and the parameters are many: forward mode takes a pass for each of these.",
    "Use `grad`.",
)

_MISTAKES = (
    *MODEL,
    STATE_DICT,
    TARGETS_CONVERTED,
    SAMPLE_ALONE,
    BATCH_GRADIENT,
    SAMPLES_LAST,
    DIVIDED,
    MULTIPLIED,
    ZEROS,
    FIRST,
    ONE_TARGET,
    FROZEN,
    MORE_NAMES,
    MAPPED,
    TARGETS_NOT_MAPPED,
    IN_PIECES,
    PAIRS,
    LOOP,
    FORWARD_MODE,
)

ENTRY = Entry(sample_by_sample, _MISTAKES, entries)
