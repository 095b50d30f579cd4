"""Lesson 09: patterns S of a Jacobian, and functions f whose Jacobian lies within one.

Offers: `band`, `scattered`, `grid` (patterns, bool); `colored` (a colouring of one); `within`, `neighbours` (f with a
marker at x itself, of N elements).
"""

import torch
from torch import Tensor

from autograder.questions.device import at_work
from autograder.questions.draw import Draw, Function
from autograder.questions.marker import mark


def band(n: int, lower: int, upper: int) -> Tensor:
    """Return the pattern (n, n) of a band, `lower` places below the diagonal and `upper` above it."""
    pattern = torch.zeros(n, n, dtype=torch.bool, device=at_work())
    for off in range(-lower, upper + 1):
        pattern.diagonal(off).fill_(True)
    return pattern


def scattered(draw: Draw, m: int, n: int, count: int) -> Tensor:
    """Draw a pattern (m, n) with `count` places in each row."""
    order = draw.uniform(m, n).argsort(1)
    return order < count


def grid(high: int, wide: int) -> Tensor:
    """Return the pattern of the five-point star on a grid: each point sees itself and its four neighbours."""
    n = high * wide
    row, column = torch.arange(n, device=at_work()) // wide, torch.arange(n, device=at_work()) % wide
    apart = (row[None] - row[:, None]).abs() + (column[None] - column[:, None]).abs()
    return apart <= 1


def colored(pattern: Tensor) -> Tensor:
    """Colour columns one after another, each with the first colour that no column has whom it shares a row with.

    Shapes: (M, N) bool → (N,) int64. After Curtis, Powell and Reid (1974).
    """
    met = pattern.T.to(torch.float32) @ pattern.to(torch.float32) > 0
    colors: list[int] = []
    for neighbours in met.tolist():
        taken = {color for color, meets in zip(colors, neighbours, strict=False) if meets}
        colors.append(next(color for color in range(len(taken) + 1) if color not in taken))
    return torch.tensor(colors, device=pattern.device)


def within(draw: Draw, pattern: Tensor) -> Function:
    """Draw f: (N,) → (M,) whose Jacobian has numbers at all places of a pattern (M, N), and nowhere else."""
    m, n = pattern.shape
    first, bent, shift = draw.normal(m, n) * pattern, draw.normal(m, n) * pattern, draw.normal(m)

    def f(x: Tensor) -> Tensor:
        x = mark(x)
        return torch.sin(first @ x + shift) + bent @ torch.cos(x)

    return f


def neighbours(draw: Draw, n: int, lower: int = 1, upper: int = 1) -> Function:
    """Draw f: (n,) → (n,) of which each entry looks at x's neighbouring ones alone; nothing inside is longer than x."""
    weights = draw.uniform(lower + upper + 1, low=0.5, high=1.5)

    def f(x: Tensor) -> Tensor:
        x = mark(x)
        padded = torch.cat((x.new_zeros(lower), torch.sin(x), x.new_zeros(upper)))
        seen = weights[0] * padded[:n]
        for place in range(1, lower + upper + 1):
            seen = seen + weights[place] * padded[place : place + n]
        return seen * (x * x + 1)

    return f
