"""Key to `implicit_gradient`: its reference, and what goes wrong in a row of three factors."""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.func import grad, jacfwd, jacrev

from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.peaks import A_FEW_TIMES, built
from autograder.answer_key.structure.left_behind import GRAPH, KEPT
from autograder.answer_key.structure.other_systems import OTHER_SOLUTION, OTHER_SYSTEMS
from autograder.observe import Other
from autograder.questions.structure.equations import Residual


def sensitivities(F: Residual, loss: Callable[[Tensor], Tensor], z: Tensor, theta: Tensor) -> Tensor:
    """The gradient of loss(z(theta)), by all of ∂z/∂theta, N passes of F. Shapes: z (N,), theta (K,) → (K,)."""
    leaves = (z.detach().clone().requires_grad_(), theta.detach().clone().requires_grad_())
    each_one = torch.eye(len(z), dtype=z.dtype)
    by_z, by_theta = torch.autograd.grad(F(*leaves), leaves, each_one, is_grads_batched=True, materialize_grads=True)
    (slope,) = torch.autograd.grad(loss(leaves[0]), leaves[:1])
    # The zeros of an F without theta are those of one row.
    gradient: Tensor = -(torch.linalg.solve(by_z, by_theta.expand(len(z), -1)).T @ slope)
    return gradient


def _factors(e: Expected) -> tuple[Tensor, Tensor, Tensor]:
    """∂F/∂z (N, N), ∂F/∂theta (N, K), the gradient of the loss by z (N,)."""
    F, loss, z, theta = e.args
    return jacfwd(F)(z, theta), jacrev(F, argnums=1)(z, theta), grad(loss)(z)


_MINUS = Mistake(
    "minus-forgotten",
    "value",
    lambda case: case.gives(lambda e: -e.result if e.result.any() else None),
    "Every number has the opposite sign.",
    "F stays 0 as theta moves: ∂F/∂z · dz + ∂F/∂theta · dtheta = 0. Brought to the other side, one of them gets a"
    " minus.",
    "Give the negative of what you have.",
)


def _without_transpose(e: Expected) -> Tensor | None:
    by_z, by_theta, slope = _factors(e)
    return -(by_theta.T @ torch.linalg.solve(by_z, slope)) if len(slope) > 1 else None


_TRANSPOSE = Mistake(
    "transpose-forgotten",
    "value",
    lambda case: case.gives(_without_transpose),
    "The system was solved with ∂F/∂z itself, not with its transpose.",
    "gᵀ A⁻¹ is a row. As a column it is (Aᵀ)⁻¹ g: whoever moves a factor past g turns it over. Where A is symmetric"
    " nobody notices.",
    "Solve with `A.T`.",
)


def _unsolved(sign: float, e: Expected) -> Tensor:
    _, by_theta, slope = _factors(e)
    return sign * (by_theta.T @ slope)


_UNSOLVED = Mistake(
    "solve-left-out",
    "value",
    lambda case: any(case.gives(partial(_unsolved, sign)) for sign in (1.0, -1.0)),
    "You pulled the loss's gradient straight through F by theta; nothing was solved.",
    "What `grad` of the loss gives, pulled straight back, is one step of the way from theta to z. z is where all steps"
    " have ended, and that is what ∂F/∂z inverted says.",
    "Solve (∂F/∂z)ᵀ u = g first, and pull u back.",
)


def _multiplied(e: Expected) -> Tensor | None:
    by_z, by_theta, slope = _factors(e)
    return -(by_theta.T @ (by_z.T @ slope))


_MULTIPLIED = Mistake(
    "multiplied-not-solved",
    "value",
    lambda case: case.gives(_multiplied),
    "The gradient was multiplied with (∂F/∂z)ᵀ where a system with it must be solved.",
    "∂z/∂theta = −(∂F/∂z)⁻¹ ∂F/∂theta: what `grad` of the loss gives meets the matrix inverted.",
    "Take `torch.linalg.solve(A.T, g)` in place of `A.T @ g`.",
)


def _by_diagonal(e: Expected) -> Tensor | None:
    by_z, by_theta, slope = _factors(e)
    return -(by_theta.T @ (slope / by_z.diagonal())) if len(slope) > 1 else None


_DIAGONAL = Mistake(
    "diagonal-for-the-matrix",
    "value",
    lambda case: case.gives(_by_diagonal),
    "You divided by the diagonal of ∂F/∂z.",
    "Unknowns move together: each entry of F sees many of them. The diagonal is enough where equations stand apart.",
    "Solve with all of it.",
)


def _dampings(case: Case) -> list[float]:
    """The c of each wrong result that comes of a solve with (∂F/∂z)ᵀ + c I; nothing where one comes of none."""
    found = []
    for seen, e in case.wrong():
        by_z, by_theta, slope = _factors(e)
        if not isinstance(seen.result, Tensor) or seen.result.shape != e.result.shape:
            return []
        if not 1 < len(slope) <= len(e.args[3]) or slope.dtype is torch.float32 or torch.linalg.cond(by_theta) > 1e3:
            continue  # the solution can't be told from what was pulled back, or not well enough
        solution = -torch.linalg.lstsq(by_theta.T, seen.result[:, None]).solution[:, 0]
        left = slope - by_z.T @ solution
        c = float((left @ solution) / (solution @ solution))
        if float((left - c * solution).norm()) > 1e-4 * abs(c) * float(solution.norm()):
            return []
        found.append(c)
    return found


def _is_damped(case: Case) -> bool:
    found = _dampings(case)
    # −I is no damping: it makes a fixed point's matrix of ∂F/∂z.
    return len(found) > 1 and abs(found[0] + 1) > 1e-3 and all(abs(c / found[0] - 1) < 1e-3 for c in found)


_DAMPED = Mistake(
    "damping-added",
    "value",
    _is_damped,
    "You solved with (∂F/∂z)ᵀ + c I, for some c.",
    "Such damping, a multiple of `torch.eye`, lets a system be solved that is near to having no solution, and gives"
    " the solution of another one.",
    "Solve with the transpose of ∂F/∂z as it is.",
)


def _steps(e: Expected) -> Tensor:
    """The gradient after 1, 2, … steps of a walk that is differentiated, or of a series. Shapes: → (steps, K)."""
    by_z, by_theta, slope = _factors(e)
    left, total, rows = slope, torch.zeros_like(slope), []
    for _ in range(200):
        total = total + left
        left = left - by_z.T @ left
        rows.append(-(by_theta.T @ total))
    return torch.stack(rows)


def _stops_early(case: Case) -> bool:
    """Each wrong result is that of a series of powers of 1 − ∂F/∂z, cut off."""
    told = []
    for seen, e in case.wrong():
        if not isinstance(seen.result, Tensor) or seen.result.shape != e.result.shape:
            return False
        walk = _steps(e)[1:]
        # What is near the right result is near the end of every series: one of them must be nearer by far.
        apart = min(
            1e-4 * max(float(seen.result.abs().max()), 1e-12), 0.1 * float((seen.result - e.result).abs().max())
        )
        near = ((walk - seen.result).abs().amax(1) <= apart).any()
        ran_away = not bool(seen.result.isfinite().all()) and bool(e.result.any())
        told.append(bool(near) or ran_away)
    return bool(told) and all(told)


_CUT_SHORT = Mistake(
    "series-cut-short",
    "value",
    _stops_early,
    "You gave the gradient of some steps z ← z − F(z, theta), not of where they end.",
    "Such steps, or a series of powers of 1 − ∂F/∂z, come near the solve where F contracts, and elsewhere they run"
    " away. How many are enough nobody knows beforehand.",
    "Solve the system: `torch.linalg.solve(A.T, g)`.",
)


def _shaped(case: Case, *names: str) -> bool:
    wrong = [(seen.result, e) for seen, e in case.wrong()]
    shapes = [(tuple(e.call.sizes[name] for name in names), tuple(e.result.shape)) for _, e in wrong]
    return any(shape != right for shape, right in shapes) and all(
        isinstance(found, Tensor | Other) and found.shape == shape
        for (found, _), (shape, _) in zip(wrong, shapes, strict=True)
    )


_MATRIX = Mistake(
    "sensitivities-returned",
    "value",
    lambda case: _shaped(case, "N", "K") or _shaped(case, "K", "N"),
    "You gave a matrix of N × K: how each unknown moves with each parameter.",
    "Asked is how one number moves, the loss: K numbers. The matrix is never needed for that.",
    "Multiply from the left: solve with the loss's gradient, and pull the solution back through F by theta.",
)
_NOT_PULLED = Mistake(
    "not-pulled-back",
    "value",
    lambda case: _shaped(case, "N") and not _shaped(case, "N", "K"),
    "You gave N numbers, one for each unknown.",
    "The solved system says how the loss moves with each equation. What theta does to the equations is still to come.",
    "Pull it back by theta: `vjp(lambda t: F(z, t), theta)[1](u)[0]`, with a minus.",
)


def _unconnected(case: Case) -> bool:
    wrong = [] if any(seen.changed for seen, _ in case.pairs) else list(case.wrong())
    told = all(e.call.label.startswith("F without theta") for _, e in wrong)
    return bool(wrong) and told and all(seen.raised or isinstance(seen.result, Other) for seen, _ in wrong)


_UNCONNECTED = Mistake(
    "F-without-theta",
    "value",
    _unconnected,
    "All is well until theta is not in F at all.",
    "Then there is no path back from F to theta, and torch says so, or gives None. The gradient is zeros.",
    "`torch.func.vjp` gives zeros by itself; with `torch.autograd.grad` say `materialize_grads=True`.",
)


def _vectors(case: Case) -> list[tuple[int, int]]:
    """Of the counted calls over budget: vectors in all passes, and N."""
    pairs = ((cost.backward_vectors + cost.tangent_vectors, e.call.sizes["N"]) for cost, e in case.costs())
    return [(vectors, n) for vectors, n in pairs if vectors > n + 1]


def _walks(case: Case) -> bool:
    """F was evaluated far more often than a matrix has columns, and not with a tangent for each parameter."""
    return bool({"forwards", "sweeps"} & case.over) and any(
        cost.count("f") > 2 * e.call.sizes["N"] + 2 and cost.tangent_passes < e.call.sizes["K"]
        for cost, e in case.costs()
    )


_WALKED = Mistake(
    "iteration-differentiated",
    "cost",
    _walks,
    "F was evaluated again and again: an iteration stands in your answer.",
    "z is given, and solves the equation already. To find it once more, and to differentiate every step on the way,"
    " takes memory for each of them; a series in place of the solve takes a pass for each term.",
    "Evaluate F at z alone: one matrix by z, one solve, one pass back by theta.",
)
_FIRST = Mistake(
    "sensitivities-first",
    "cost",
    lambda case: bool(_vectors(case)) and not _walks(case),
    "F was differentiated by theta in more than one direction.",
    "∂z/∂theta has N × K numbers, and so has what `jacrev` or `jacfwd` makes by theta. One gradient needs none of"
    " them: with the solve done first, a single vector goes back by theta.",
    "Solve for u first, then one `vjp` of `lambda t: F(z, t)` with the cotangent u.",
)
_PEAK = Mistake(
    "matrix-by-theta",
    "cost",
    lambda case: case.over == {"peak"} and built(case),
    "There are no more passes than needed, and still too much memory is taken at one time.",
    "Something of N × K numbers is made: all rows by z and by theta in one mapped pass, say, or a `jacrev` over both.",
    "Differentiate by z alone for the matrix, and let one vector go back by theta.",
)
_BY_TANGENTS = Mistake(
    "no-pass-back",
    "method",
    lambda case: "missing" in case.over,
    "No pass went back through F.",
    "Forward mode takes a tangent for each parameter; one pass back serves them all.",
    "Pull the solution of the system back: `vjp(lambda t: F(z, t), theta)`.",
    rest=True,
)

_MISTAKES = (
    _MINUS,
    _TRANSPOSE,
    _UNSOLVED,
    _MULTIPLIED,
    _DIAGONAL,
    _DAMPED,
    _CUT_SHORT,
    *OTHER_SYSTEMS,
    _MATRIX,
    _NOT_PULLED,
    _UNCONNECTED,
    KEPT,
    _WALKED,
    _FIRST,
    _PEAK,
    A_FEW_TIMES,
    _BY_TANGENTS,
    GRAPH,
    OTHER_SOLUTION,
)

ENTRY = Entry(sensitivities, _MISTAKES, tensor)
