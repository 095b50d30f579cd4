"""Mistakes that torch itself names where a function runs under a transform.

Offers: `MESSAGES`.
"""

from autograder.answer_key.key import Case, Mistake

_ASKS_FOR_A_NUMBER = "calling .item() on a Tensor"


def _remakes_a_tensor(case: Case) -> bool:
    error = case.first_raised
    if error is None:
        return False
    listed = _ASKS_FOR_A_NUMBER in error.message and "tensor([" in (error.line or "")
    # Of a single tensor `torch.tensor` makes a copy, and under a transform cuts it off in place.
    return listed or ("detach views in-place" in error.message and "tensor(" in (error.line or ""))


TENSOR_REMADE = Mistake(
    "tensor-remade",
    "value",
    _remakes_a_tensor,
    "A new tensor was made from tensors by `torch.tensor(…)`.",
    "It asks each of them for its Python number, as `.item()` does. A batch has no one number to give, and the"
    " derivative would be cut off there.",
    "Use `torch.stack([…])`, which keeps them tensors.",
)
ITEM = Mistake(
    "item-under-vmap",
    "value",
    lambda case: case.raised(_ASKS_FOR_A_NUMBER) and not _remakes_a_tensor(case),
    "A tensor was asked for its Python number.",
    "`.item()`, `float()`, `int()`, `math.sqrt`, a tensor as an index or as a slice's bound: each wants one"
    " number, and under vmap there is one for each sample. Nor would a derivative pass through a Python number.",
    "Let it stay a tensor of shape (): those divide, multiply and compare just as well.",
)

MESSAGES = (
    Mistake(
        "requires-grad-inside",
        "value",
        lambda case: case.raised("call Tensor.requires_grad_()"),
        "A tensor was asked to require grad inside a function that is being transformed.",
        "`requires_grad_()`, and `torch.autograd.functional` with it, begin a record of their own. Inside vmap or"
        " jacrev the transform keeps the record.",
        "Make the leaf and call f outside of what is mapped, or leave the record to a transform of torch.func.",
    ),
    TENSOR_REMADE,
    ITEM,
    Mistake(
        "branch-on-tensor",
        "value",
        lambda case: case.raised("data-dependent control flow"),
        "A tensor decided a Python `if`, `while`, `and`, `max` or the like.",
        "Python takes one branch for the whole batch, and the samples of a batch disagree.",
        "Compute both branches, and choose with `torch.where`.",
    ),
    Mistake(
        "dynamic-shape",
        "value",
        lambda case: case.raised("dynamic shape"),
        "A boolean mask, `nonzero` or `unique` picked out entries.",
        "How many it picks depends on the numbers, so each sample's result would have another shape.",
        "Keep the shape: choose with `torch.where`, or multiply by the mask.",
    ),
    Mistake(
        "in-place-under-vmap",
        "value",
        lambda case: case.raised("is not possible because there exists a Tensor", "doesn't match the broadcast shape"),
        "A batch was written into a tensor that is no batch.",
        "Under vmap each x[i] stands for a whole batch of numbers. A `torch.zeros(n)` made inside is one plain tensor:"
        " there is room for one sample only.",
        "Put results together without writing: `torch.stack`, `torch.cat`, `cumsum`.",
    ),
    Mistake(
        "randomness-not-said",
        "value",
        lambda case: case.raised("randomness error mode"),
        "A random number was drawn under vmap.",
        "torch can't know whether all samples are to share it.",
        'Nothing here needs randomness; where it does, say `vmap(..., randomness="different")`, or "same".',
    ),
    Mistake(
        "batch-axis-assumed",
        "value",
        lambda case: case.raised("Dimension out of range"),
        "An axis was named that x has not got.",
        "The function sees one sample of shape (N,), also under vmap: its only axis is 0 (or -1). The batch axis is"
        " hidden from it.",
        "Write it for one sample: `dim=0`, or `dim=-1`.",
    ),
    Mistake(
        "numbers-taken-out",
        "value",
        lambda case: case.raised("Cannot access data pointer", "Can't call numpy()", "accessing `data` under vmap"),
        "`.numpy()`, `.tolist()` or `.data` wanted the memory behind the tensor.",
        "Under a transform the tensor is a stand-in for a batch, or for a number with its record: there is no plain"
        " memory to hand out, and the record would be lost.",
        "Stay with torch's operations from x to the result.",
    ),
    Mistake(
        "returns-no-tensor",
        "value",
        lambda case: case.raised("must only return Tensors", "to return only tensors"),
        "What came back is no tensor.",
        "A transform has to know the result's numbers, so it takes tensors (and tuples of them), not a Python number,"
        " nor the None of a function without `return`.",
        "Return the tensor that you computed.",
        rest=True,
    ),
    Mistake(
        "tensor-escaped",
        "value",
        lambda case: case.raised("may have escaped", "batched == nullptr"),
        "A tensor of one transform was met again outside of it.",
        "Something inside the function is kept in a global, an attribute or a default argument. When the transform is"
        " over, that tensor means nothing any more.",
        "Keep nothing: compute all from x.",
    ),
    Mistake(
        "backward-inside",
        "value",
        lambda case: case.raised("backward() called inside"),
        "`.backward()` was called inside a transform.",
        "It writes into `.grad`, behind the transform's back.",
        "Use a transform of torch.func, or `torch.autograd.grad`: their result is returned, and nothing else touched.",
    ),
    Mistake(
        "old-function",
        "value",
        lambda case: case.raised("must override the setup_context", "does not have vmap support", "generate_vmap_rule"),
        "Your `autograd.Function` can't be transformed.",
        "Transforms need the new form: `forward` without ctx, a `setup_context`, and a rule for vmap.",
        "Write `setup_context`, and set `generate_vmap_rule = True`; or use torch's own operations.",
    ),
    Mistake(
        "unmapped-argument",
        "value",
        lambda case: case.raised("same size in the mapped dimension", "We cannot vmap over non-Tensor arguments"),
        "vmap was told, or left, to map over an argument that is the same for every sample.",
        "Without `in_dims` it maps over axis 0 of every argument.",
        "Say None for what stays fixed, as in `in_dims=(0, None)`, or take it from the surrounding function.",
    ),
    Mistake(
        "in-dims-mismatched",
        "value",
        lambda case: case.raised("in_dims is not compatible"),
        "`in_dims` has another number of entries than there are arguments.",
        "A tuple of in_dims has one entry for each argument: an axis, or None.",
        "Count the arguments of the call, or give one number for all.",
    ),
    Mistake(
        "nothing-mapped",
        "value",
        lambda case: case.raised("at least one Tensor to vmap over"),
        "vmap has nothing to map over.",
        "Every entry of `in_dims` is None, or no argument is a tensor.",
        "Give the argument that counts samples (here, the unit vectors) an axis: 0.",
    ),
    Mistake(
        "cotangents-not-paired",
        "value",
        lambda case: case.raised("pytree structure of cotangents"),
        "The cotangent has another structure than f's output.",
        "Where f gives one tensor, the pullback wants one tensor; where it gives a tuple, a tuple.",
        "Call it as `pullback(v)`, with v of y's shape.",
    ),
)
