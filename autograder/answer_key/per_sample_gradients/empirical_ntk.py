"""Key to `empirical_ntk`."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from autograder.answer_key.compare import equal_to, tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.per_sample_gradients.by_hand import jacobian_rows
from autograder.answer_key.per_sample_gradients.left_in_model import MODEL, SAMPLE_ALONE, STATE_DICT, axis_lacking
from autograder.answer_key.per_sample_gradients.other_kernels import OTHER_KERNELS


def _blocks(model: nn.Module, X1: Tensor, X2: Tensor) -> dict[str, Tensor]:
    one, other = jacobian_rows(model, X1), jacobian_rows(model, X2)
    return {name: torch.einsum("ikp,jlp->ijkl", one[name], other[name]) for name in one}


def row_against_row(model: nn.Module, X1: Tensor, X2: Tensor) -> Tensor:
    """The kernel from gradients of one output at a time. Shapes: X1 (B1, N), X2 (B2, N) → (B1, B2, C, C)."""
    return torch.stack([*_blocks(model, X1, X2).values()]).sum(0)


def _gives(*makes: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Look for what a mistake makes of the right kernel, where no size is 1."""

    def told(make: Callable[[Tensor], Tensor]) -> Callable[[Expected], Tensor | None]:
        return lambda e: make(e.result) if min(e.result.shape) > 1 else None

    return lambda case: any(case.gives(told(make)) for make in makes)


FLATTENED = Mistake(
    "flattened",
    "value",
    _gives(lambda right: right.transpose(1, 2).flatten(0, 1).flatten(1)),
    "The numbers are right, as a matrix (B1 · C, B2 · C).",
    "That is J1 J2ᵀ, rows and columns counted through samples and outputs alike.",
    "Give it its four axes: samples first, then outputs.",
)
AXES = Mistake(
    "axes-in-another-order",
    "value",
    _gives(
        lambda right: right.transpose(1, 2), lambda right: right.permute(2, 3, 0, 1), lambda right: right.movedim(0, 1)
    ),
    "The numbers are right, with their axes in another order.",
    "[i, j, k, l]: sample of X1, sample of X2, output of the first, output of the second.",
    "Say so in the `einsum`, or end with a `permute`.",
)
OUTPUTS_SWAPPED = Mistake(
    "outputs-swapped",
    "value",
    _gives(lambda right: right.mT),
    "k and l have changed places.",
    "k is an output at X1_i, and l one at X2_j: the block of a pair is not symmetric.",
    "Swap the last two axes.",
)
TRACE = Mistake(
    "outputs-summed",
    "value",
    _gives(
        lambda right: right.diagonal(dim1=2, dim2=3).sum(-1),
        lambda right: right.diagonal(dim1=2, dim2=3).mean(-1),
        lambda right: right.sum((2, 3)),
        lambda right: right.diagonal(dim1=2, dim2=3),
    ),
    "The outputs are gone, or their pairs: a number, or C of them, for each pair of samples.",
    "A trace over outputs is the kernel of some papers. Here each pair of outputs is asked: how one is moved by a step"
    " on the other.",
    "Keep k and l apart in the `einsum`.",
)


def _lacks(case: Case) -> bool:
    """What is missing from each wrong kernel is what one and the same parameter adds to it."""
    found: set[str] | None = None
    for seen, e in case.wrong():
        if not isinstance(seen.result, Tensor) or seen.result.shape != e.result.shape:
            return False
        missing = e.result - seen.result
        names = {name for name, block in _blocks(*e.args).items() if equal_to(missing, block, loosely=True)}
        found = names if found is None else found & names
    return bool(found)


PARAMETER_MISSING = Mistake(
    "parameter-left-out",
    "value",
    _lacks,
    "What one parameter adds to the kernel is missing.",
    "The sum runs over all parameters: the 0-D one, whose Jacobian has no axis to flatten, and the frozen one, which no"
    " optimiser moves, among them.",
    "`J.reshape(B, C, -1)` gives each parameter a last axis, if only of length 1.",
)
NUMBER_FLATTENED = Mistake(
    "number-flattened",
    "value",
    lambda case: axis_lacking(case, where_the_model_runs=False),
    "A 0-D parameter's Jacobians, of shape (B, C), have no third axis.",
    "`flatten(2)`, `dim=2` and their like want at least three.",
    "`J.reshape(B, C, -1)` gives each parameter a last axis, if only of length 1.",
)
ZEROS = Mistake(
    "closure-on-the-model",
    "value",
    lambda case: case.gives(lambda e: torch.zeros_like(e.result)),
    "The kernel is zero throughout.",
    "The function that is differentiated takes parameters and never looks at them: the model inside reads its own.",
    "Hand them to the model: `functional_call(model, parameters, (x[None],))`.",
)
SYMMETRISED = Mistake(
    "outputs-symmetrised",
    "value",
    _gives(lambda right: (right + right.mT) / 2),
    "The block of each pair of samples was made symmetric in its outputs.",
    "k is an output at X1_i, and l one at X2_j: entry [i, j, k, l] and entry [i, j, l, k] are two numbers, which agree"
    " where i and j are the same sample.",
    "Leave each block as it comes.",
)


def _by_the_input(e: Expected) -> Tensor:
    model, *batches = e.args
    slopes = []
    for X in batches:
        leaf = X.detach().clone().requires_grad_()
        outputs = model(leaf).sum(0)  # rows are independent
        slopes.append(torch.stack([torch.autograd.grad(y, leaf, retain_graph=True)[0] for y in outputs], 1))
    kernel: Tensor = torch.einsum("ikn,jln->ijkl", *slopes)
    return kernel


BY_THE_INPUT = Mistake(
    "by-the-input",
    "value",
    lambda case: case.gives(_by_the_input),
    "The derivatives were taken by X, not by the parameters.",
    "The kernel says how a step on one sample moves another, and such a step is one of the parameters.",
    "Differentiate a function of the parameters: `functional_call(model, parameters, (x[None],))[0]`.",
)
NORMALISED = Mistake(
    "divided-by-parameters",
    "value",
    lambda case: case.gives(lambda e: e.result / sum(each.numel() for each in e.args[0].parameters())),
    "The kernel was divided by the number of parameters.",
    "A sum over parameters is asked, not a mean.",
    "Leave the division out.",
)


def _too_much(case: Case) -> bool:
    return bool({"sweeps", "forwards"} & case.over) and not (_batch_by_batch(case) or _pushed(case))


def _pairwise(case: Case) -> bool:
    """At least as many vectors as there are pairs of samples."""
    costs = [(cost.backward_vectors + cost.tangent_vectors, e.call.sizes) for cost, e in case.costs()]
    return any(vectors >= sizes["B1"] * sizes["B2"] for vectors, sizes in costs)


def _batch_by_batch(case: Case) -> bool:
    """Every output of every sample went back through its whole batch, and nothing else is too much."""
    costs = [(cost.backward_vectors, e.call.sizes) for cost, e in case.costs()]
    told = [vectors == s["C"] * (s["B1"] ** 2 + s["B2"] ** 2) for vectors, s in costs]
    return "forwards" not in case.over and bool(told) and all(told)


def _pushed(case: Case) -> bool:
    return "sweeps" in case.over and all(cost.tangent_vectors and not cost.backward_vectors for cost, _ in case.costs())


THROUGH_THE_BATCH = Mistake(
    "outputs-through-the-batch",
    "cost",
    _batch_by_batch,
    "Every output of every sample was pulled back through its whole batch.",
    "`jacrev` of a batch's outputs knows no samples: of its B² blocks only B are asked, and the rest cost as much.",
    "`vmap(jacrev(g), (None, 0))` with g of one sample.",
)
LOOP = Mistake(
    "loop-over-samples",
    "method",
    lambda case: (
        "forbidden" in case.over
        and all(cost.backward_vectors and cost.widest("fr") <= e.call.sizes["C"] for cost, e in case.costs())
    ),
    "The samples went through the model one at a time.",
    "A loop pays for every operation of the model B1 + B2 times over; the numbers are the same.",
    "Write the Jacobian of one sample as a function of x, and let `torch.func.vmap` map it.",
)
FORWARD_MODE = Mistake(
    "forward-mode",
    "cost",
    _pushed,
    "Tangents were pushed through the model, a pass for each parameter.",
    "A sample has C outputs and the model has P parameters: forward mode takes P vectors, reverse mode C.",
    "Use `jacrev`.",
)
PAIRS = Mistake(
    "derivatives-for-every-pair",
    "cost",
    lambda case: _too_much(case) and _pairwise(case),
    "Derivatives were taken anew for every pair of samples.",
    "A sample's Jacobian is the same whomever it is paired with; and so is what a product with it costs.",
    "Take B1 + B2 Jacobians, once each, and let one `einsum` do the pairs.",
)
MEMORY = Mistake(
    "peak-too-high",
    "cost",
    lambda case: case.over == {"peak"},
    "The passes are within the budget, and too much memory is taken at one time.",
    "Something is spread over all pairs of samples before it is summed.",
    "Contract two Jacobians parameter by parameter; `einsum` holds no pair's product.",
)
MANY_VECTORS = Mistake(
    "too-many-vectors",
    "cost",
    lambda case: _too_much(case) and not _pairwise(case),
    "More went through the model than C vectors for each sample.",
    "J has C rows a sample, and as many columns as there are parameters: reverse mode takes the rows. Through a whole"
    " batch each row drags all samples along.",
    "`vmap(jacrev(g), (None, 0))` with g of one sample.",
)

_MISTAKES = (
    *MODEL,
    STATE_DICT,
    SAMPLE_ALONE,
    NUMBER_FLATTENED,
    FLATTENED,
    AXES,
    OUTPUTS_SWAPPED,
    TRACE,
    PARAMETER_MISSING,
    ZEROS,
    SYMMETRISED,
    BY_THE_INPUT,
    NORMALISED,
    *OTHER_KERNELS,
    LOOP,
    THROUGH_THE_BATCH,
    FORWARD_MODE,
    PAIRS,
    MEMORY,
    MANY_VECTORS,
)

ENTRY = Entry(row_against_row, _MISTAKES, tensor)
