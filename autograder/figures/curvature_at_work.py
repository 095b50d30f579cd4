"""Lesson 08's figures, each with its text alternative, drawn from numbers that the lesson measured.

angles       Hv beside Gv along a training: the angle between them, and what is left of the loss
convergence  conjugate gradients' error against steps, for some condition numbers
valley       two paths down a curved valley, so many steps of each, and their bill
density      the density of a spectrum by probes, beside the histogram of the true one
foretold     influence beside the change that leaving a sample out really makes
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from autograder.figures.drawing import BLUE, ORANGE, PURPLE, SOFT, array
from autograder.figures.picture import GROUND, INK, in_our_style

_GRID = "#dddad2"
_COLOURS = (BLUE, ORANGE, PURPLE)


@in_our_style
def angles(steps: Sequence[int], degrees: Sequence[float], losses: Sequence[float]) -> tuple[Figure, str]:
    """Draw the angle between H v and G v (above) and the loss (below) against steps of training."""
    fig = Figure(figsize=(7.6, 3.9), facecolor=GROUND)
    above, below = fig.add_axes((0.12, 0.56, 0.86, 0.38)), fig.add_axes((0.12, 0.13, 0.86, 0.36))
    above.semilogy(steps, degrees, "o-", color=BLUE, linewidth=1.8, markersize=4)
    above.set(ylabel="angle, degrees", xticklabels=[])
    below.semilogy(steps, losses, "s-", color=ORANGE, linewidth=1.8, markersize=4)
    below.set(xlabel="steps of training", ylabel="loss")
    for axes in (above, below):
        _grid(axes)
    return fig, (
        f"The angle between H v and G v falls from {degrees[0]:.1f} to {degrees[-1]:.2g} degrees in {steps[-1]} steps"
        f" of training, as the loss falls from {losses[0]:.2g} to {losses[-1]:.1g}."
    )


@in_our_style
def convergence(errors: Mapping[int, Sequence[float]]) -> tuple[Figure, str]:
    """Draw the relative error against the number of steps, a line a condition number."""
    fig = Figure(figsize=(7.6, 3.6), facecolor=GROUND)
    axes = fig.add_axes((0.12, 0.15, 0.86, 0.8))
    told = "Conjugate gradients' relative error against steps, logarithmic."
    for place, (condition, row) in enumerate(errors.items()):
        line = ("-", "--", "-.")[place % 3]
        axes.semilogy(row, line, color=_COLOURS[place % 3], linewidth=2, label=f"condition {condition:,}")
        told += f" Condition {condition:,}: {row[-1]:.0e} after {len(row) - 1}."
    axes.set(xlabel="steps, a product each", ylabel="‖x − x*‖ / ‖x*‖")
    _grid(axes)
    axes.legend(loc="lower left", frameon=False, fontsize=10.5, labelcolor=INK)
    return fig, told


@in_our_style
def valley(
    newton: Sequence[tuple[float, float]],
    descent: Sequence[tuple[float, float]],
    shown: int,
    bills: Mapping[str, Mapping[str, int]],
) -> tuple[Figure, str]:
    """Draw the first `shown` steps of two paths in Rosenbrock's valley, and under them what the whole paths took."""
    fig = Figure(figsize=(8.2, 4.6), facecolor=GROUND)
    axes = fig.add_axes((0.08, 0.33, 0.9, 0.64))
    across, up = np.meshgrid(np.linspace(-1.6, 1.6, 160), np.linspace(-0.7, 1.7, 120))
    axes.contour(
        across, up, np.log10(100 * (up - across**2) ** 2 + (1 - across) ** 2 + 1e-3), 12, cmap="Greys", alpha=0.6
    )
    for path, colour, name, mark in ((descent, ORANGE, "gradient descent", "."), (newton, BLUE, "Newton", "o")):
        xs, ys = zip(*path[: shown + 1], strict=True)
        axes.plot(xs, ys, f"{mark}-", color=colour, linewidth=1.6, markersize=5, label=f"{name}, {_count(len(xs) - 1)}")
    axes.plot(1, 1, "*", color=PURPLE, markersize=13)
    axes.set(xlim=(-1.6, 1.6), ylim=(-0.7, 1.7))
    axes.legend(loc="lower left", facecolor="white", edgecolor="none", framealpha=0.9, fontsize=10.5, labelcolor=INK)
    words = ("steps", "gradients", "products", "evaluations")
    for row, (name, bill) in enumerate(bills.items()):
        line = f"{name}: " + ", ".join(f"{bill[word]:,} {word}" for word in words)
        fig.text(0.08, 0.15 - 0.09 * row, line, color=_COLOURS[row], fontsize=11)
    fig.text(0.08, 0.235, "The whole bill, until the gradient is shorter than 1e-6", color=INK, fontsize=11)
    (here, there), (slow, late) = newton[min(shown, len(newton) - 1)], descent[shown]
    return fig, (
        f"Contours of Rosenbrock's curved valley with {_count(shown)} of each path: Newton stands at"
        f" ({here:.2f}, {there:.2f}), gradient descent at ({slow:.2f}, {late:.2f}). "
        + " ".join(f"{name}: " + ", ".join(f"{bill[w]:,} {w}" for w in words) + "." for name, bill in bills.items())
    )


@in_our_style
def density(truth: Tensor, nodes: Tensor, weights: Tensor) -> tuple[Figure, str]:
    """Draw the share of eigenvalues in each bin: true ones (bars), and as probes weigh them (points).

    Shapes: truth (N,), nodes and weights (K, k).
    """
    most = float(truth.abs().max())
    outer = np.logspace(-4, 0, 13) * most * 1.001
    edges = np.concatenate([-outer[::-1], outer])
    true, _ = np.histogram(array(truth), edges)
    seen, _ = np.histogram(array(nodes).ravel(), edges, weights=array(weights).ravel() / len(weights))
    fig = Figure(figsize=(8.2, 3.6), facecolor=GROUND)
    axes = fig.add_axes((0.1, 0.17, 0.88, 0.78))
    places: Any = np.arange(len(true))
    axes.bar(places, true / len(truth), 0.85, color=SOFT, alpha=0.45, label=f"all {len(truth)}, by eigvalsh")
    label = f"{len(nodes)} probes, {nodes.shape[1]} products each"
    axes.plot(places, seen, "o-", color=ORANGE, linewidth=1.6, label=label)
    shown = [0, 4, 8, 17, 21, 25]
    named = [(place - 0.5, f"{edges[place]:.2g}".replace("-", "−")) for place in shown]
    axes.set_xticks(*zip(*named, (12, "0"), strict=True))
    axes.set(xlabel="eigenvalue of $H$, logarithmic on either side of 0", ylabel="share of all")
    _grid(axes)
    axes.legend(loc="upper right", frameon=False, fontsize=10.5, labelcolor=INK)
    off = np.abs(true / len(truth) - seen).sum() / 2
    return fig, (
        f"The share of eigenvalues in each of {len(true)} bins, from {edges[0]:.2g} to {edges[-1]:.2g}: bars for all"
        f" {len(truth)}, points for {label}. They differ by {off:.0%} of the whole."
    )


@in_our_style
def foretold(predicted: Tensor, real: Tensor, flipped: Tensor) -> tuple[Figure, str]:
    """Draw the change of the test loss that influence foretells against the real one, a point a sample left out."""
    fig = Figure(figsize=(5.6, 4.2), facecolor=GROUND)
    axes = fig.add_axes((0.17, 0.14, 0.8, 0.82))
    kinds = ((~flipped, "o", BLUE, "its label is right"), (flipped, "^", ORANGE, "its label was flipped"))
    for mask, mark, colour, name in kinds:
        axes.plot(array(predicted[mask]), array(real[mask]), mark, color=colour, markersize=5, label=name)
    span = [float(predicted.min()), float(predicted.max())]
    axes.plot(span, span, "--", color=SOFT, linewidth=1.4)
    axes.set(xlabel="foretold: −influence", ylabel="real: trained without it")
    axes.ticklabel_format(style="sci", scilimits=(-2, 2))
    _grid(axes)
    axes.legend(loc="upper left", frameon=False, fontsize=10.5, labelcolor=INK)
    together = np.corrcoef(array(predicted), array(real))[0, 1]
    return fig, (
        f"The change of the test loss without a sample, real against foretold, for {len(real)} samples: they lie along"
        f" the diagonal, correlation {together:.2f}."
    )


def _count(steps: int) -> str:
    return f"{steps} step{'s' if steps != 1 else ''}"


def _grid(axes: Axes) -> None:
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
