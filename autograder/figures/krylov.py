"""What the lessons draw of methods that a later exercise asks for: they are imported, not shown.

lanczos     eigenvalues of a matrix as k products show them
gradients   conjugate gradients' iterates, one after another
newton      Newton's path by products, and its bill
descent     gradient descent's path with the same line search, and its bill
density     nodes and weights of a spectrum, as some probes see it
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

Multiply = Callable[[Tensor], Tensor]


def lanczos(multiply: Multiply, start: Tensor, k: int) -> Tensor:
    """Return eigenvalues (k,) of H as k products show them, from a start (N,)."""
    seen: Tensor = torch.linalg.eigvalsh(_small(multiply, start, k))
    return seen


def density(multiply: Multiply, probes: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Return nodes and weights, (K, k) each, of probes (K, N)."""
    found = [torch.linalg.eigh(_small(multiply, probe, k)) for probe in probes]
    return torch.stack([values for values, _ in found]), torch.stack([vectors[0].square() for _, vectors in found])


def _small(multiply: Multiply, start: Tensor, k: int) -> Tensor:
    basis, images = [start / start.norm()], []
    for _ in range(k):
        images.append(multiply(basis[-1]))
        rest = images[-1]
        for q in (*basis, *basis):  # twice: rounding leaves something of the old directions in
            rest = rest - (q @ rest) * q
        basis.append(rest / rest.norm())
    small = torch.stack(basis[:k]) @ torch.stack(images).T
    return (small + small.T) / 2


def gradients(multiply: Multiply, b: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield x and ‖r‖ after 0, 1, 2 … steps, until A does not bend up along the next direction."""
    x, r, p = torch.zeros_like(b), b, b
    while True:
        yield x, r.norm()
        image = multiply(p)
        if p @ image <= 0:
            return
        along = r @ r / (p @ image)
        x, rest = x + along * p, r - along * image
        p, r = rest + rest @ rest / (r @ r) * p, rest


def newton(f: Callable[[Tensor], Tensor], x0: Tensor, steps: int, small: float) -> tuple[Tensor, dict[str, int]]:
    """Return the path until ‖g‖ ≤ small, and what it took: steps, gradients, products, evaluations of f."""
    path, bill = [x0], {"steps": 0, "gradients": 0, "products": 0, "evaluations": 0}
    for _ in range(steps):
        slopes, multiply = _recorded(f, path[-1])
        bill["gradients"] += 1
        if slopes.norm() <= small:
            break
        step, products = _solved(multiply, -slopes, len(x0))
        there, tried = _lower(f, path[-1], step, float(slopes @ step))
        bill["products"] += products
        bill["evaluations"] += tried
        bill["steps"] += 1
        path.append(there)
    return torch.stack(path), bill


def _recorded(f: Callable[[Tensor], Tensor], x: Tensor) -> tuple[Tensor, Multiply]:
    leaf = x.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    return slopes.detach(), lambda v: torch.autograd.grad(slopes, leaf, v, retain_graph=True)[0]


def _solved(multiply: Multiply, b: Tensor, most: int) -> tuple[Tensor, int]:
    x = b
    for step, (here, left) in enumerate(gradients(multiply, b)):
        if step:
            x = here
        if step == most or left <= 1e-2 * b.norm():
            return x, step
    return x, step + 1


def _lower(
    f: Callable[[Tensor], Tensor], x: Tensor, step: Tensor, slope: float, first: float = 1.0
) -> tuple[Tensor, int]:
    here, length = f(x), first
    for tried in range(1, 60):
        there = x + length * step
        if f(there) <= here + 1e-4 * length * slope:
            return there, tried
        length /= 2
    return x, tried


Point = tuple[float, float]


def descent(x0: Point, steps: int, small: float) -> tuple[list[Point], dict[str, int]]:
    """Return gradient descent's path in Rosenbrock's valley of two, in plain numbers, and what it took."""
    x, y = x0
    path, bill, length = [x0], {"steps": 0, "gradients": 0, "products": 0, "evaluations": 0}, 1.0
    for _ in range(steps):
        dx, dy = -400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)
        bill["gradients"] += 1
        square = dx * dx + dy * dy
        if square <= small * small:
            break
        here, length = _height(x, y), min(1.0, 4 * length)
        bill["evaluations"] += 1
        while _height(x - length * dx, y - length * dy) > here - 1e-4 * length * square:
            length /= 2
            bill["evaluations"] += 1
        x, y = x - length * dx, y - length * dy
        bill["steps"] += 1
        path.append((x, y))
    return path, bill


def _height(x: float, y: float) -> float:
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2
