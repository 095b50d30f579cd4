"""Formulas as an editor shows them: plain characters, no command of LaTeX."""

import pytest

from autograder.practice.plain_maths import plain_maths


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"$v^\top J$, of shape $(N,)$", "vᵀ J, of shape (N,)"),
        (r"$\lceil M / c \rceil$ of $M \times N$", "⌈M / c⌉ of M × N"),
        (r"$\partial^2 f / \partial x \partial y$", "∂² f / ∂x ∂y"),
        (r"$y_i = x_0^2 + \dots + x_i^2$", "y_i = x₀² + … + x_i²"),
        (r"$|E - e \sin E - M| \le 10^{-12}$", "|E − e sin E − M| ≤ 10⁻¹²"),
        (r"$\lVert r \rVert \le \text{tol} \cdot \lVert b \rVert$", "‖r‖ ≤ tol · ‖b‖"),
        (r"$$\nabla_x \big( \underbrace{g(x)^\top v}_{\text{scalar}} \big) = H v$$", "∇_x (g(x)ᵀ v [scalar]) = H v"),
        (r"$\frac{f(x + h) - 1}{2 h}$ and $\tfrac{1}{2}$", "(f(x + h) − 1) / (2 h) and 1 / 2"),
        (r"$\sqrt{n + 1}$, $e^{-x^2}$, $A_{i, j}$", "√(n + 1), e^(-x²), A_(i, j)"),
        (r"$\mathbb{R}^N$ and $\unknown x$", "Rᴺ and unknown x"),
        ("`$x$` is code; $5 or $6 is money", "`$x$` is code; $5 or $6 is money"),
    ],
)
def test_a_formula_in_plain_characters(text: str, shown: str) -> None:
    assert plain_maths(text) == shown
