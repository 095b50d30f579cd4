"""What `influence` does not ask for: another damping, another right side, a step for its slope, another direction.

Offers: `OTHER_SOLVES`, mistakes.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import functional
from torch.func import grad, jacfwd

from autograder.answer_key.altered import at_the_origin
from autograder.answer_key.compare import SOLVED, equal_to
from autograder.answer_key.curvature_at_work.matrices import iterate
from autograder.answer_key.key import Case, Expected, Mistake

# How far from a combination of the losses' slopes entries may lie that were made as one.
_ONE_DIRECTION = {torch.float64: 1e-8, torch.float32: 1e-4}


def _damped(bends: Tensor, damping: float) -> Tensor:
    return bends + damping * torch.eye(len(bends), dtype=bends.dtype)


def _bends(e: Expected) -> Tensor:
    losses, _, theta, _ = e.args
    bends: Tensor = functional.hessian(lambda at: losses(at).sum(), theta, vectorize=True)
    return bends


def _along(e: Expected, s: Tensor) -> Tensor:
    entries: Tensor = -jacfwd(e.args[0])(e.args[2]) @ s
    return entries


def _with_damping(other: Callable[[float, int], float]) -> Callable[[Case], bool]:
    """Look for what another damping gives, made of the one that was given and of B."""

    def result(e: Expected) -> Tensor | None:
        _, test_loss, theta, damping = e.args
        instead = other(damping, e.call.sizes["B"])
        if abs(instead / damping - 1) < 1e-9:
            return None
        return _along(e, torch.linalg.solve(_damped(_bends(e), instead), grad(test_loss)(theta)))

    return lambda case: case.gives(result)


def _for(right_side: Callable[[Expected], Tensor]) -> Callable[[Expected], Tensor]:
    return lambda e: _along(e, torch.linalg.solve(_damped(_bends(e), e.args[3]), right_side(e)))


def _of_training(e: Expected) -> Tensor:
    slope: Tensor = grad(lambda at: e.args[0](at).sum())(e.args[2])
    return slope


def _at_zero(e: Expected) -> Tensor:
    slope: Tensor = grad(e.args[1])(torch.zeros_like(e.args[2]))
    return slope


def _whole_step(e: Expected) -> Tensor | None:
    """Return what a whole step changes; None where it is so short that the slope says the same."""
    losses, test_loss, theta, damping = e.args
    s = torch.linalg.solve(_damped(_bends(e), damping), grad(test_loss)(theta))
    change: Tensor = losses(theta - s) - losses(theta)
    return None if equal_to(change, e.result, loosely=True) else change


def _along_another_direction(case: Case) -> bool:
    """Wherever there are samples enough to tell, the entries are slopes along one direction, which solves nothing."""
    told = 0
    for seen, e in case.wrong():
        entries = seen.result
        if not isinstance(entries, Tensor) or entries.shape != e.result.shape or not entries.isfinite().all():
            return False
        slopes = jacfwd(e.args[0])(e.args[2])
        b, p = slopes.shape
        if b <= p or p == 1:
            continue
        direction = -torch.linalg.lstsq(slopes, entries[:, None]).solution[:, 0]
        left = (entries + slopes @ direction).norm()
        if left > _ONE_DIRECTION[entries.dtype] * entries.norm() or not entries.any():
            return False
        test = grad(e.args[1])(e.args[2])
        image = _damped(_bends(e), e.args[3]) @ direction
        off = (image - (image @ test) / (test @ test) * test).norm()  # a factor alone is another mistake
        told += bool(off > SOLVED[entries.dtype] * test.norm())
    return told > 1


def _cut_off(case: Case) -> bool:
    """Every wrong result is what conjugate gradients give that end before they are done."""
    found = [isinstance(seen.result, Tensor) and _is_of_fewer_steps(seen.result, e) for seen, e in case.wrong()]
    return bool(found) and all(found)


def _is_of_fewer_steps(entries: Tensor, e: Expected) -> bool:
    matrix, test = _damped(_bends(e), e.args[3]), grad(e.args[1])(e.args[2])
    steps = range(1, len(test))
    return any(equal_to(entries, _along(e, iterate(matrix.mv, test, k, 0.0)), loosely=True) for k in steps)


OTHER_SOLVES = (
    Mistake(
        "another-damping",
        "value",
        lambda case: any(
            _with_damping(other)(case)
            for other in (lambda damping, b: 2 * damping, lambda damping, b: b * damping, lambda damping, b: damping**2)
        ),
        "You solved with another damping than the one that is given: twice of it, B times, or its square.",
        "½ c ‖θ‖² has the Hessian c I, and c ‖θ‖² has 2 c I. The sum of losses is damped once, not for each sample.",
        "Add it once to each product: `Hv + damping * v`.",
    ),
    Mistake(
        "training-loss-for-test",
        "value",
        lambda case: case.gives(_for(_of_training)),
        "The right side of your system is the gradient of the training losses' sum.",
        "Training says how theta moves, and that is H. What is looked at meanwhile is the prediction: the test loss.",
        "Solve for `grad(test_loss)(theta)`.",
    ),
    Mistake(
        "change-for-slope",
        "value",
        lambda case: case.gives(_whole_step),
        "You gave how far each loss changes on a whole step along −s.",
        "s may be as long as it likes: it says how fast things move, and not how far they go.",
        "Ask for the slope of each loss along s, which one tangent gives.",
    ),
    at_the_origin(lambda e: _for(_at_zero)(e), "theta"),
    Mistake(
        "steps-cut-off",
        "value",
        _cut_off,
        "Your entries are those of a solve that ended before it was done.",
        "Conjugate gradients take up to P steps, and some more for what rounding loses. A number of steps that is"
        " written in, as in `range(10)`, is enough for some losses, and for others not.",
        "Let ‖r‖ ≤ 1e-10 · ‖∇test‖ end it, and allow 2 P products.",
        rest=True,
    ),
    Mistake(
        "direction-does-not-solve",
        "value",
        _along_another_direction,
        "Your entries are the losses' slopes along one direction, as they should be. That direction does not solve"
        " (H + damping · I) s = ∇test.",
        "A series (LiSSA, say) comes to rest only where its steps suit H's largest bend, and takes as many as the"
        " smallest asks for; conjugate gradients need to know neither. Or the matrix, or the right side, is another.",
        "Try the solve alone: after it, is ‖H s + damping · s − ∇test‖ a small part of ‖∇test‖?",
        rest=True,
    ),
)
