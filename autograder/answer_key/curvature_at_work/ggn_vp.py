"""Key to `ggn_vp`."""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.autograd import functional
from torch.func import grad

from autograder.answer_key.altered import damped, normalised
from autograder.answer_key.compare import tensor
from autograder.answer_key.curvature_at_work.matrices import bends, gauss_newton, jacobian
from autograder.answer_key.hvps.left_behind import REMARKS
from autograder.answer_key.hvps.torch_messages import FORWARD
from autograder.answer_key.key import Case, Entry, Expected, Mistake

_WAY = "`vjp(net, x)[1](jvp(grad(loss), (z,), (Jv,))[1])[0]`"


def _between(bend: Callable[[Expected], Tensor]) -> Callable[[Expected], Tensor]:
    """Return what comes out where another matrix than H_L stands between Jᵀ and J."""

    def result(e: Expected) -> Tensor:
        columns = jacobian(e)
        mixed: Tensor = columns.T @ (bend(e) @ (columns @ e.args[3]))
        return mixed

    return result


def _bends_at(e: Expected, z: Tensor) -> Tensor:
    found: Tensor = functional.hessian(e.args[1], z, vectorize=True)
    return found


def _at_zero(e: Expected) -> Tensor:
    return _bends_at(e, torch.zeros_like(e.args[0](e.args[2])))


def _times_identity(factor: float, e: Expected) -> Tensor:
    return factor * torch.eye(len(jacobian(e)), dtype=e.args[2].dtype)


def _of_a_softmax(e: Expected) -> Tensor:
    shares = e.args[0](e.args[2]).softmax(0)
    return torch.diag(shares) - torch.outer(shares, shares)


def _diagonal(matrix: Tensor) -> Tensor:
    return torch.diag(matrix.diagonal())


def _bent_up(change: Callable[[Tensor], Tensor]) -> Callable[[Expected], Tensor]:
    """Return H_L with its eigenvalues changed."""

    def bend(e: Expected) -> Tensor:
        values, directions = torch.linalg.eigh(bends(e))
        changed: Tensor = directions @ torch.diag(change(values)) @ directions.T
        return changed

    return bend


def _full(e: Expected) -> Tensor:
    net, loss, x, v = e.args
    product: Tensor = functional.hvp(lambda at: loss(net(at)), x, v)[1]
    return product


def _slopes(e: Expected) -> Tensor:
    net, loss, x, _ = e.args
    found: Tensor = grad(lambda at: loss(net(at)))(x)
    return found


def _mistaken(slug: str, instead: Callable[[Expected], Tensor | None], saw: str, why: str, step: str) -> Mistake:
    return Mistake(slug, "value", lambda case: case.gives(instead), saw, why, step)


_VALUES = (
    _mistaken(
        "hessian-for-gauss-newton",
        _full,
        "You gave H v, the product with the whole Hessian of loss(net(x)).",
        "H is G and one term more, which bends with the net: the sum over outputs of the loss's slope times that"
        " output's own Hessian. G leaves it out, and so can never be negative where the loss is convex.",
        f"Let only the loss be differentiated twice: {_WAY}.",
    ),
    _mistaken(
        "loss-hessian-left-out",
        _between(lambda e: torch.eye(len(jacobian(e)), dtype=e.args[2].dtype)),
        "You gave Jᵀ J v: the loss did not come into it.",
        "That is G for least squares, whose H_L is the identity. Any other loss bends otherwise.",
        "Between the push and the pull multiply with H_L: `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    Mistake(
        "identity-for-the-loss-hessian",
        "value",
        lambda case: any(case.gives(_between(partial(_times_identity, factor))) for factor in (2.0, 0.5)),
        "You gave a multiple of Jᵀ J v: the loss did not come into it.",
        "That is G for a sum of squares, or half of it, whose H_L is a multiple of the identity. Other losses bend"
        " otherwise.",
        "Between the push and the pull multiply with H_L: `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    Mistake(
        "curvature-held-above-zero",
        "value",
        lambda case: any(case.gives(_between(_bent_up(change))) for change in (partial(torch.clamp, min=0), torch.abs)),
        "Where the loss bends down you gave another curvature: 0, or the same one upwards.",
        "Optimisers hold G above 0 so (`clamp`, `abs`, `relu`), with steps in mind. Asked is Jᵀ H_L J v with the H_L"
        " that the loss has; for a convex loss it makes no difference, so nobody notices there.",
        "Leave the eigenvalues as they are: `jvp(grad(loss), (z,), (Jv,))[1]` needs none.",
    ),
    Mistake(
        "one-loss-taken-for-granted",
        "value",
        lambda case: case.gives(_between(_of_a_softmax)),
        "Between Jᵀ and J stands the Hessian of a cross-entropy, whatever the loss is.",
        "diag(p) − p pᵀ is right for a softmax, and is what papers print. `loss` is an argument: it may be any.",
        "Ask the loss itself: `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    _mistaken(
        "loss-hessian-elsewhere",
        _between(_at_zero),
        "The loss's Hessian was taken at 0, not at net(x).",
        "For least squares it is the same everywhere, and the test passes. A softmax, or a fourth power, bends"
        " otherwise at each place.",
        "Take it where the net is: `z, Jv = jvp(net, (x,), (v,))`, then `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    _mistaken(
        "loss-hessian-at-the-push",
        _between(lambda e: _bends_at(e, jacobian(e) @ e.args[3])),
        "The loss's Hessian was taken at J v, not at net(x).",
        "J v is a direction: how the net's output moves. The loss bends where that output is.",
        "Keep the two apart: `z, Jv = jvp(net, (x,), (v,))`, then `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    _mistaken(
        "value-and-push-exchanged",
        lambda e: jacobian(e).T @ (_bends_at(e, jacobian(e) @ e.args[3]) @ e.args[0](e.args[2])),
        "The net's output and J v have changed places: H_L was taken at J v, and multiplied with net(x).",
        "`jvp` gives the value first, and then how it moves.",
        "Read its pair in that order: `z, Jv = jvp(net, (x,), (v,))`.",
    ),
    _mistaken(
        "loss-hessian-diagonal",
        lambda e: _between(lambda e: _diagonal(bends(e)))(e) if len(jacobian(e)) > 1 else None,
        "Of the loss's Hessian only the diagonal was taken.",
        "Least squares has no more. A softmax ties all its inputs together: what one gains the others lose.",
        "A product takes all of H_L, without building it: `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    _mistaken(
        "loss-hessian-at-zero-and-diagonal",
        lambda e: _between(lambda e: _diagonal(_at_zero(e)))(e) if len(jacobian(e)) > 1 else None,
        "The loss's Hessian was taken at 0, and of it only the diagonal.",
        "For least squares neither `zeros_like` nor `diagonal` matters: its Hessian is the identity. Try a softmax.",
        "Take the product, at net(x): `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    _mistaken(
        "slopes-for-curvature",
        lambda e: _slopes(e) * (_slopes(e) @ e.args[3]),
        "You gave g (g · v), as if G were the gradient times itself.",
        "One gradient's outer product has rank one. G has a column of J for each output, weighed with H_L.",
        f"Keep J and the loss apart: {_WAY}.",
    ),
    _mistaken(
        "gradient-returned",
        _slopes,
        "You gave the gradient of loss(net(x)); v did not come into it.",
        "What is pulled back was the loss's slope. It should be how that slope moves as the net's output moves by J v.",
        "Pull back `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    _mistaken(
        "slope-moved-at-x",
        lambda e: jacobian(e).T @ (jacobian(e) @ e.args[3] * grad(e.args[1])(e.args[0](e.args[2]))),
        "You multiplied with the loss's slope, entry by entry, where its curvature belongs.",
        "The slope is a first derivative. H_L is the derivative of that slope.",
        "Push J v through the slope: `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    _mistaken(
        "not-pulled-back",
        lambda e: bends(e) @ (jacobian(e) @ e.args[3]),
        "You gave H_L J v: it was not pulled back to x.",
        "It has an entry for each output, (M,). Asked is how x's gradient moves, (N,).",
        "Pull it back: `vjp(net, x)[1](…)[0]`.",
    ),
    _mistaken(
        "pushed-only",
        lambda e: jacobian(e) @ e.args[3],
        "You gave J v: how the net's output moves along v.",
        "That is the first of three products. H_L and Jᵀ are still to come.",
        f"Go on: {_WAY}.",
    ),
)


def _tuples(count: int) -> Callable[[Case], bool]:
    return lambda case: case.each_wrong(lambda result: isinstance(result, tuple) and len(result) == count)


_FORMS = (
    Mistake(
        "tuple-not-unpacked",
        "value",
        _tuples(1),
        "A tuple came back, where its only tensor is meant.",
        "The function that `vjp` returns, and `torch.autograd.grad`, give a tuple, one entry for each input.",
        "Take its only entry: `(pulled,) = pull(…)`.",
    ),
    Mistake(
        "pair-not-unpacked",
        "value",
        _tuples(2),
        "Two things came back where one is asked.",
        "`jvp` returns (value, derivative), and `vjp` returns (value, function).",
        f"Return the product alone: {_WAY}.",
    ),
    Mistake(
        "linear-loss-has-no-graph",
        "value",
        lambda case: bool(case.failed) and _only_flat(case) and case.raised("does not require grad", "not have been"),
        "All is well until the loss is linear: then there is no graph from its slope back to z.",
        "The slope of a linear loss is the same everywhere, so that H_L is zero, and G too.",
        "Where the slope does not require grad, its product is zeros; `torch.func.grad` and `jvp` do so by themselves.",
    ),
)


def _only_flat(case: Case) -> bool:
    return all(expected.call.label.startswith("a linear loss") for _, expected in case.wrong())


def _widest(case: Case) -> int:
    return max((cost.widest(kind) for cost, _ in case.costs() for kind in cost.passes), default=0)


def _net_built(case: Case) -> bool:
    return bool({"sweeps", "tangents"} & case.over) and (_widest(case) > 1 or _a_pass_a_row(case))


def _builders_used(case: Case) -> bool:
    used = {name.rsplit(".", 1)[-1] for seen, _ in case.pairs for name in seen.used}
    return "forbidden" in case.over and bool(used & {"jacrev", "jacfwd", "hessian", "jacobian"})


def _a_pass_a_row(case: Case) -> bool:
    return all(
        cost.backward_passes + cost.tangent_passes >= min(e.call.sizes["M"], e.call.sizes["N"])
        for cost, e in case.costs()
    )


def _loss_built(case: Case) -> bool:
    return "peak" in case.over and not {"sweeps", "tangents"} & case.over


_COSTS = (
    Mistake(
        "jacobian-built",
        "",
        lambda case: "value" not in case.failed and (_net_built(case) or _builders_used(case)),
        "All of J was built, or all of H.",
        "J has M × N numbers, by `jacrev`, `jacfwd` or `stack`, and G has N × N. The product takes one vector through"
        " the net and one back, whatever M and N are.",
        f"Put the vector inside: {_WAY}.",
    ),
    Mistake(
        "loss-hessian-built",
        "cost",
        lambda case: _loss_built(case) and "forbidden" not in case.over,
        "The net's passes are as few as asked, and still too much memory is taken.",
        "H_L, by `hessian` of the loss say, has M × M numbers. For a language model M is the words of a batch times"
        " the vocabulary.",
        "A product with H_L is a product like any other: `jvp(grad(loss), (z,), (Jv,))[1]`.",
    ),
    Mistake(
        "too-many-passes",
        "cost",
        lambda case: (
            bool({"sweeps", "forwards", "tangents"} & case.over)
            and not _net_built(case)
            and "forbidden" not in case.over
        ),
        "More passes went through the net than are needed.",
        "One push gives z and J v together; one pull brings the product back. The net is evaluated twice at most.",
        "Count the times that `net` runs: `z, Jv = jvp(net, (x,), (v,))` gives two things at once.",
    ),
)

_ALTERED = (normalised(lambda e: e.result / e.args[3].norm()), damped(lambda e: e.args[3], "G"))
_MISTAKES = (*FORWARD, *_VALUES, *_ALTERED, *_FORMS, *_COSTS, *REMARKS)

ENTRY = Entry(gauss_newton, _MISTAKES, tensor)
