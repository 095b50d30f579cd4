"""Key to `influence`."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import functional
from torch.func import grad, jacfwd

from autograder.answer_key.compare import solved
from autograder.answer_key.curvature_at_work.matrices import influences
from autograder.answer_key.curvature_at_work.other_solves import OTHER_SOLVES
from autograder.answer_key.hvps.left_behind import REMARKS
from autograder.answer_key.hvps.torch_messages import FORWARD
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.questions.draw import Function


def _with(matrix: Callable[[Tensor, float, int], Tensor]) -> Callable[[Expected], Tensor]:
    """Return what another matrix than H + damping · I gives, made of H, the damping and B."""

    def result(e: Expected) -> Tensor:
        losses, test_loss, theta, damping = e.args
        bends = functional.hessian(lambda at: losses(at).sum(), theta, vectorize=True)
        slopes: Tensor = jacfwd(losses)(theta)
        entries: Tensor = -slopes @ torch.linalg.solve(matrix(bends, damping, len(slopes)), grad(test_loss)(theta))
        return entries

    return result


def _eye(like: Tensor) -> Tensor:
    return torch.eye(len(like), dtype=like.dtype)


def _gives(result: Callable[[Expected], Tensor | None]) -> Callable[[Case], bool]:
    return lambda case: case.gives(result)


def _without_solve(e: Expected) -> Tensor:
    losses, test_loss, theta, _ = e.args
    products: Tensor = -jacfwd(losses)(theta) @ grad(test_loss)(theta)
    return products


def _by_test_loss(e: Expected) -> Tensor:
    losses, test_loss, theta, damping = e.args
    bends = functional.hessian(test_loss, theta, vectorize=True)
    return _along(losses, theta, torch.linalg.solve(bends + damping * _eye(bends), grad(test_loss)(theta)))


def _along(losses: Function, theta: Tensor, s: Tensor) -> Tensor:
    entries: Tensor = -jacfwd(losses)(theta) @ s
    return entries


def _direction(e: Expected) -> Tensor:
    losses, test_loss, theta, damping = e.args
    bends = functional.hessian(lambda at: losses(at).sum(), theta, vectorize=True)
    found: Tensor = torch.linalg.solve(bends + damping * _eye(bends), grad(test_loss)(theta))
    return found


def _by_outer_products(e: Expected) -> Tensor:
    losses, test_loss, theta, damping = e.args
    slopes: Tensor = jacfwd(losses)(theta)
    outer = slopes.T @ slopes
    return _along(losses, theta, torch.linalg.solve(outer + damping * _eye(outer), grad(test_loss)(theta)))


def _stops_early(case: Case) -> bool:
    """Values are near, and not near enough: a solve that ends too soon."""
    found = []
    for seen, e in case.wrong():
        if not isinstance(seen.result, Tensor) or seen.result.shape != e.result.shape:
            return False
        off = (seen.result.double() - e.result.double()).abs().max() / e.result.double().abs().max()
        found.append(bool(off < 0.3))
    return bool(found) and all(found)


def _several_solves(case: Case) -> bool:
    return "products" in case.over


_SIGN = _with(lambda bends, damping, b: bends + damping * _eye(bends))

_undamped = _with(lambda bends, damping, b: bends)

_MISTAKES = (
    *FORWARD,
    Mistake(
        "opposite-sign",
        "value",
        _gives(lambda e: -_SIGN(e)),
        "You gave every entry with the opposite sign.",
        "A sample that is given more weight pulls theta down its own loss: theta moves along −∇loss_b.",
        "Put the minus back.",
    ),
    Mistake(
        "damping-left-out",
        "value",
        # Without more samples than weights H alone may have no inverse: whatever comes out tells nothing.
        _gives(lambda e: _undamped(e) if e.call.sizes["B"] > e.call.sizes["P"] else None),
        "You solved with H alone: the damping did not come into it.",
        "`jvp` of a gradient, `vjp` of it and `hessian` give H alone. A flat direction of H becomes an endless one of"
        " its inverse, and with fewer samples than weights there are many.",
        "Add it to each product: `Hv + damping * v`.",
    ),
    Mistake(
        "outer-products-for-h",
        "value",
        _gives(_by_outer_products),
        "You solved with Σ g_b g_bᵀ in the place of H.",
        "Gradients times themselves, the empirical Fisher matrix, hold first derivatives alone. Near a good fit they"
        " are close to 0, where H is not.",
        "Take products with H of `losses(theta).sum()`.",
    ),
    Mistake(
        "mean-for-sum",
        "value",
        lambda case: any(
            case.gives(_with(matrix))
            for matrix in (
                lambda bends, damping, b: bends / b + damping * _eye(bends),
                lambda bends, damping, b: bends / b + damping * _eye(bends) / b,
            )
        ),
        "You took the Hessian of the losses' mean.",
        "Training's objective here is the sum, not the `mean`, and taking one sample out of a sum changes it by that"
        " sample's loss.",
        "Differentiate `losses(theta).sum()`.",
    ),
    Mistake(
        "hessian-of-the-test",
        "value",
        _gives(_by_test_loss),
        "You solved with the Hessian of the test loss.",
        "Theta was found on the training losses, not on `test_loss`: how far it moves when one of them weighs more is"
        " theirs to say.",
        "Take H from the losses' sum: differentiate `losses(theta).sum()`.",
    ),
    Mistake(
        "not-solved",
        "value",
        _gives(_without_solve),
        "You gave −∇test · ∇loss_b: nothing was solved.",
        "What the gradient of `test_loss` gives by itself is how the test loss changes by a step down sample b's"
        " gradient. Influence asks where training would have ended, and there the others push back, by H.",
        "Solve (H + damping · I) s = ∇test first, by products.",
    ),
    Mistake(
        "multiplied-for-solved",
        "value",
        _gives(lambda e: -jacfwd(e.args[0])(e.args[2]) @ _times_damped(e)),
        "You multiplied with H + damping · I, where its inverse is asked.",
        "Along a steep direction theta moves little, along a flat one much: that is the inverse of H + `damping` · I.",
        "Solve (H + damping · I) s = ∇test, with products inside.",
    ),
    Mistake(
        "direction-returned",
        "value",
        _gives(lambda e: _direction(e) if e.call.sizes["P"] != e.call.sizes["B"] else None),
        "You gave s, which solves the system: one entry a weight.",
        "Asked is one entry a sample: how far its loss slopes along s.",
        "Push s through the losses, `jvp(losses, (theta,), (s,))[1]`, and mind the sign.",
    ),
    Mistake(
        "negative-direction-returned",
        "value",
        _gives(lambda e: -_direction(e) if e.call.sizes["P"] != e.call.sizes["B"] else None),
        "You gave −s, which solves the system: one entry a weight.",
        "Asked is one entry a sample: how far its loss slopes along s.",
        "Push s through the losses: `-jvp(losses, (theta,), (s,))[1]`.",
    ),
    Mistake(
        "summed-over-samples",
        "value",
        lambda case: case.gives(lambda e: e.result.sum()),
        "You gave one number, all samples together.",
        "The sum of the losses has one slope along s; each sample's loss has its own.",
        "Push s through `losses` itself, not through its sum.",
    ),
    Mistake(
        "solved-too-loosely",
        "value",
        _stops_early,
        "The entries are near, and not near enough.",
        "The solve for the gradient of `test_loss` stopped too early, by its `<=` or by its number of steps. Its error"
        " goes into every sample's entry.",
        "Solve to a small part of ‖∇test‖, 1e-10 say in float64, and allow 2 P products.",
        rest=True,
    ),
    *OTHER_SOLVES,
    Mistake(
        "every-sample-by-itself",
        "",
        lambda case: (
            "value" not in case.failed and ("forbidden" in case.over or "gradients" in case.over or "peak" in case.over)
        ),
        "Every sample's gradient was worked out by itself, or a matrix was built.",
        "B gradients of P numbers, as `jacrev`, `jacfwd` or a loop gives them, are what nobody can hold, and no more a"
        " matrix (`hessian`). All that is asked of them is their share along one s.",
        "One tangent gives them all: `jvp(losses, (theta,), (s,))[1]`, and H comes in products alone.",
    ),
    Mistake(
        "a-solve-for-each-sample",
        "cost",
        lambda case: _several_solves(case) and not {"gradients", "peak", "forbidden"} & case.over,
        "More products were made than one solve needs.",
        "H is symmetric: the inverse of H + `damping` · I may be taken of ∇test or of each ∇loss_b, and ∇test is one.",
        "Solve once, for ∇test, with at most 2 P products.",
    ),
    *REMARKS,
)


def _times_damped(e: Expected) -> Tensor:
    losses, test_loss, theta, damping = e.args
    along = grad(test_loss)(theta)
    product: Tensor = functional.hvp(lambda at: losses(at).sum(), theta, along)[1]
    damped: Tensor = product + damping * along
    return damped


ENTRY = Entry(influences, _MISTAKES, solved)
