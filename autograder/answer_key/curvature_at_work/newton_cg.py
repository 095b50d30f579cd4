"""Key to `newton_cg`: no path is compared with another, what each must have is worked out from it."""

import torch
from torch import Tensor
from torch.func import grad

from autograder.answer_key.curvature_at_work.matrices import newton_path
from autograder.answer_key.hvps.left_behind import REMARKS
from autograder.answer_key.hvps.torch_messages import FORWARD
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.property import ByProperty, Departure, Property, lacks
from autograder.observe import Other
from autograder.questions.curvature_at_work.newton_cg import CONVEX, MINIMUM, SADDLE, VALLEY

_EXACT = {torch.float64: 0.0, torch.float32: 0.0}
# Of f's size: what rounding may add where two ways of evaluating f differ.
_ROUNDING = {torch.float64: 1e-12, torch.float32: 1e-5}
# The contract's numbers; float32 can't reach the first of them.
_SHRUNK = {torch.float64: 1e-6, torch.float32: 1e-3}
_NEAR = {torch.float64: 1e-4}
_LOWEST = {torch.float64: 1e-6}
_STAYS = {torch.float64: 1e-9}
_TEN = 10


def _away(path: Tensor, e: Expected) -> Departure:
    return Departure((path[0] - e.args[1]).abs().max().item(), "row 0 is another point", "row 0")


def _rises(path: Tensor, e: Expected) -> Departure:
    heights = torch.stack([e.args[0](row) for row in path]).double()
    rise = (heights[1:] - heights[:-1]) / heights[:-1].abs().clamp_min(1.0)
    rise = rise.nan_to_num(nan=torch.inf)
    worst = int(rise.argmax())
    by = rise[worst].item()
    return Departure(by, f"f rises, by {by:.1g} of its size", f"from row {worst} to row {worst + 1}")


def _still_steep(path: Tensor, e: Expected) -> Departure | None:
    if not e.call.label.startswith(CONVEX):
        return None
    steep = [grad(e.args[0])(row).norm().item() for row in (path[0], path[_TEN])]
    share = steep[1] / steep[0]
    return Departure(share, f"‖∇f‖ is {share:.1g} of what it was at row 0", f"row {_TEN}")


def _off_the_bottom(path: Tensor, e: Expected) -> Departure | None:
    if not e.call.label.startswith(VALLEY):
        return None
    # The valley begins at corner + (−1.2, 1), and its bottom is at corner + (1, 1).
    bottom = e.args[1] + torch.tensor([2.2, 0.0], dtype=path.dtype)
    off = (path[-1] - bottom).abs().max().item()
    return Departure(off, f"it ends {off:.1g} away from the minimum", f"row {len(path) - 1}")


def _above_the_lowest(path: Tensor, e: Expected) -> Departure | None:
    if not e.call.label.startswith(SADDLE):
        return None
    height = e.args[0](path[-1]).item()
    return Departure(abs(height + 0.25), f"it ends at f = {height:.4g}, not at −1/4", f"row {len(path) - 1}")


def _moved(path: Tensor, e: Expected) -> Departure | None:
    if not e.call.label.startswith(MINIMUM):
        return None
    off = (path - e.args[1]).abs().amax(1)
    return Departure(off.max().item(), f"it moves by {off.max():.1g}", f"row {int(off.argmax())}")


_STARTS = Property("row 0 is x0", _away, _EXACT)
_STAYS_THERE = Property("a start at the minimum stays there", _moved, _STAYS)
_FALLS = Property("f never rises from row to row", _rises, _ROUNDING)
_CONVEX = Property("on a strictly convex f the gradient is down to a millionth by row 10", _still_steep, _SHRUNK)
_VALLEY = Property("the curved valley's bottom is reached by row 40", _off_the_bottom, _NEAR)
_SADDLE = Property("beside the saddle it goes down to −1/4", _above_the_lowest, _LOWEST)

_WAY = "`conjugate_gradient(Hv, -g, len(x), 1e-2)`"


def _shape_is(case: Case, rows: int | None) -> bool:
    """Every wrong result has the columns of x0, and so many rows more than steps; None: it is one point."""
    found = []
    for seen, e in case.wrong():
        if not isinstance(seen.result, Tensor | Other):
            return False
        n, steps = len(e.args[1]), e.args[2]
        found.append(seen.result.shape == ((n,) if rows is None else (steps + rows, n)))
    return bool(found) and all(found)


def _fewer_rows(case: Case) -> bool:
    """Where it converges early, the rows end there."""
    wrong = [(seen.result, e) for seen, e in case.wrong()]
    return (
        bool(wrong)
        and all(
            isinstance(result, Tensor)
            and result.dim() == 2
            and result.shape[1] == len(e.args[1])
            and 1 <= len(result) <= e.args[2]
            for result, e in wrong
        )
        and not _shape_is(case, 0)
    )


def _one_row_repeated(case: Case) -> bool:
    return case.each_wrong(lambda path: isinstance(path, Tensor) and bool((path == path[-1]).all()))


def _no_products(case: Case) -> bool:
    costs = [cost for cost, _ in case.costs()]
    return bool(costs) and not any(cost.products for cost in costs)


def _rises_somewhere(case: Case) -> bool:
    """In one call at least f rises; in others the path may fall, and not far enough."""
    found = {fault.property if fault else "" for _, _, fault in case.faults()}
    return _FALLS.name in found and found <= {_FALLS.name, _CONVEX.name, _VALLEY.name, _SADDLE.name}


def _stands_still(case: Case) -> bool:
    """The path ends in one point again and again, and f is still steep there."""
    wrong = [(seen.result, e) for seen, e in case.wrong() if isinstance(seen.result, Tensor)]
    return (
        lacks(_VALLEY.name, _CONVEX.name, _SADDLE.name)(case)
        and not lacks(_SADDLE.name)(case)
        and all(_repeats_a_steep_point(path, e) for path, e in wrong)
    )


def _solved_too_loosely(case: Case) -> bool:
    slow = lacks(_VALLEY.name, _CONVEX.name)(case) and not _no_products(case)
    return slow and not _stands_still(case)


def _repeats_a_steep_point(path: Tensor, e: Expected) -> bool:
    steep = [grad(e.args[0])(row).norm().item() for row in (path[0], path[-1])]
    moved = (path[-1] - path[-2]).abs().max()
    # In float32 a step that leads up may be so short that f, rounded, does not rise.
    return bool(moved <= torch.finfo(path.dtype).eps * path[-1].abs().max()) and steep[1] > 1e-3 * steep[0]


def _slow(case: Case) -> bool:
    found = {fault.property if fault else "" for _, _, fault in case.faults()}
    return bool(found) and found <= {_CONVEX.name, _VALLEY.name, _SADDLE.name}


_MISTAKES = (
    *FORWARD,
    Mistake(
        "start-left-out",
        "value",
        lambda case: _shape_is(case, 0),
        "There are `steps` rows, where `steps + 1` are asked.",
        "The path begins where it begins: x0 is its first row.",
        "Start the list with x0: `path = [x0]`.",
    ),
    Mistake(
        "last-point-alone",
        "value",
        lambda case: _shape_is(case, None),
        "You gave one point, where a path is asked.",
        "Whoever reads it wants to see how f fell on the way.",
        "Keep each point, and return `torch.stack(path)`, (steps + 1, N).",
    ),
    Mistake(
        "rows-end-early",
        "value",
        _fewer_rows,
        "The rows end where the method has converged.",
        "A result's shape should not depend on how soon that is, by a `break` say: (steps + 1, N) are asked.",
        "Repeat the last point until there are steps + 1 rows.",
    ),
    Mistake(
        "rows-share-memory",
        "value",
        lambda case: _one_row_repeated(case) and lacks(_STARTS.name)(case),
        "All rows are the same point, the last one.",
        "A list of one tensor that is changed in place, by `+=` or `copy_`, holds that tensor many times.",
        "Make a new point at each step: `x = x + t * p`.",
    ),
    Mistake(
        "steps-of-gradients",
        "value",
        lambda case: _slow(case) and _no_products(case),
        "No product with H was seen, and the path is far from its end.",
        "A step along what `grad` gives knows how steep f is, and not how it bends. In a curved valley it takes"
        " thousands.",
        f"Solve H p = −g for the step: {_WAY}.",
    ),
    Mistake(
        "no-look-at-f",
        "value",
        lambda case: _rises_somewhere(case) and not _one_row_repeated(case),
        "A step was taken that leads up.",
        "Newton's step goes to the bottom of a parabola. Where f bends otherwise than that, it goes too far, and where"
        " the sign of g or of H is mistaken it goes up.",
        "Halve t until f(x + t p) ≤ f(x) + 1e-4 · t · gᵀp, and where no t helps stay.",
    ),
    Mistake(
        "stands-still-too-early",
        "value",
        lambda case: _stands_still(case) and not _no_products(case),
        "The path stands still where f is still steep.",
        "Either a number of steps is written in, or a test of convergence is true too early, or p leads up, and no t"
        " makes f fall.",
        "Take `steps` steps, and repeat a point only where ‖∇f‖ is 0, or no t makes f fall.",
    ),
    Mistake(
        "solved-too-loosely",
        "value",
        _solved_too_loosely,
        "f falls, and too slowly.",
        "A step that is solved to a loose tolerance is half a gradient step. Where ‖g‖ is large, a tolerance of"
        " min(½, √‖g‖) is ½, and lets nearly everything pass.",
        f"Solve to a hundredth of the gradient: {_WAY}, and let t begin at 1 in each step. See too that `Hv` is a"
        " product with H: `jvp` gives the gradient first, and the product second.",
    ),
    Mistake(
        "drawn-to-the-saddle",
        "value",
        lambda case: lacks(_SADDLE.name)(case) and not _no_products(case),
        "Beside the saddle the path goes to it, or stays.",
        "Where H bends down, −H⁻¹ g leads to where the gradient is 0, and that is the saddle: so does a `/` by a pᵀHp"
        " that is below 0.",
        "Let the inner solve look at pᵀHp, and where it is not above 0 take what it has, or the gradient itself.",
    ),
    Mistake(
        "matrix-built",
        "",
        lambda case: "value" not in case.failed and ("forbidden" in case.over or case.over == {"peak"}),
        "H was built, or something as large.",
        "H has N × N numbers, and `hessian`, `solve`, `inv` and `eigh` want them all. At a million unknowns there is"
        " no room for it, and ten products make a good step.",
        f"Solve by products: {_WAY}.",
    ),
    Mistake(
        "no-products",
        "method",
        lambda case: "missing" in case.over,
        "The path is good, and no product with H was seen on it.",
        "Methods that guess the curvature from gradients do well, too. This exercise is about asking for it.",
        f"Solve H p = −g by products: {_WAY}.",
    ),
    Mistake(
        "too-many-products",
        "cost",
        lambda case: "products" in case.over and "forbidden" not in case.over,
        "More products were made than N a step.",
        "Each `jvp` of the gradient is a product, and so is each pull through its record. In N steps conjugate"
        " gradients have solved any system of N unknowns, and a hundredth of ‖g‖ takes far fewer.",
        f"Bound both: {_WAY}.",
    ),
    Mistake(
        "gradients-again",
        "cost",
        lambda case: "gradients" in case.over and "products" not in case.over and "forbidden" not in case.over,
        "The gradient was worked out more often than a step needs it.",
        "At one x there is one `grad`. Halving t needs f alone, and every product at that x may share one record.",
        "Take g once a step, before the products.",
    ),
    *REMARKS,
)

ENTRY = Entry(
    newton_path,
    _MISTAKES,
    ByProperty((_STARTS, _STAYS_THERE, _FALLS, _CONVEX, _VALLEY, _SADDLE)),
)
