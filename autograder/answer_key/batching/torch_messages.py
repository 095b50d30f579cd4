"""Mistakes on batches that torch refuses, told by its messages.

Offers: `UNDER_VMAP`, `F_SEES_THE_BATCH`, `GRAPHS` (those of lesson 01 that show here too).
"""

from autograder.answer_key.key import Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ENTRY as BY_ROWS

UNDER_VMAP = (
    Mistake(
        "item-under-vmap",
        "value",
        lambda case: case.raised("calling .item()", "data-dependent control flow"),
        "A Python number was asked of a tensor that stands for all samples at once.",
        "Under vmap each sample has a number of its own, so `.item()`, `float(...)` and `if` have no one answer.",
        "Keep it a tensor: index with it, or choose by `torch.where`.",
    ),
    Mistake(
        "randomness-under-vmap",
        "value",
        lambda case: case.raised("randomness error mode"),
        "Random numbers were drawn under vmap, which was not told whether samples share them.",
        "Both are sensible: one draw for all samples (`same`), or one each (`different`).",
        "A derivative needs none; where you do need them, draw before, or pass `randomness=`.",
    ),
    Mistake(
        "in-dims-malformed",
        "value",
        lambda case: case.raised("in_dims"),
        "vmap could not match its in_dims with the arguments.",
        "in_dims has one entry for each argument of the mapped function: an axis, or None for what all samples share.",
        "With X the only argument, leave in_dims out: 0 is its default.",
    ),
    Mistake(
        "functional-under-vmap",
        "value",
        lambda case: (
            any("torch.autograd.functional" in name for seen, _ in case.pairs for name in seen.used)
            and case.raised("requires_grad_()", "functorch transform", "vmap", "Cannot access")
        ),
        "torch.autograd.functional was put under vmap, and failed there.",
        "It is built on `backward` and on leaves that require grad; vmap maps functions made of torch's operations.",
        "Use `torch.func.jacrev` or `jacfwd`: they are made to be mapped.",
    ),
    Mistake(
        "ragged-batch",
        "value",
        lambda case: case.raised("stack expects each tensor to be equal size"),
        "Tensors of different shapes were stacked.",
        "A batch is a box: every sample has the same shape.",
        "Print the shapes that go into the stack. Which of them should not be there, or was cut short?",
    ),
)

F_SEES_THE_BATCH = Mistake(
    "whole-batch-into-f",
    "value",
    lambda case: case.raised(
        "cannot be multiplied", "size mismatch", "must match the size", "Expected size for first two"
    ),
    "f was handed something other than the one sample, of shape (N,), that it is made for.",
    "f knows nothing of batches: the batch axis, or an axis that `unsqueeze` added, meets f's weights where N belongs.",
    "Let vmap take the batch axis away: `vmap(g)(X)` calls g with one row of X.",
)

_ROWS = {mistake.slug: mistake for mistake in BY_ROWS.mistakes}
GRAPHS = tuple(_ROWS[slug] for slug in ("no-cotangent", "graph-freed", "not-in-the-graph", "input-not-tracked"))
