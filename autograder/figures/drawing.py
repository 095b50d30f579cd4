"""What the lessons' figures share: how each is shown with its text alternative, its colours, and matrices.

    show      a figure as an image with its alternative, in any front end
    browse    the same with a slider, where widgets run
    say       sentences beneath one, as prose
    matrices  a few matrices side by side, in one scale of colours
    blank     an empty figure on our ground
    heat      a matrix as coloured cells
    array     a tensor for matplotlib

No other room is imported, so that a demonstration brings none into a kernel. Every figure has a light ground
of its own: it reads the same on a light page and on a dark one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import numpy as np
from markupsafe import escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from autograder.figures.picture import GROUND, Picture, in_our_style

SOFT = "#6b7280"
BLUE, ORANGE, PURPLE = "#1f6fb2", "#c8551b", "#5d4a9c"
SIGNED = "PuOr"  # told apart by colour-blind readers; near-white is zero


# A figure, in words what it shows, and at times a note above it: that the machine was busy, say.
Drawn = tuple[Figure, str] | tuple[Figure, str, str]


def show(fig: Figure, alt: str, note: str = "") -> None:
    """Display a figure; `alt` says in words what it shows. Front ends without images print `alt`."""
    _display(Picture.of(fig, alt, note))


def browse(draw: Callable[[int], Drawn], count: int, name: str, values: Sequence[object] | None = None) -> "Redraw":
    """Display draw(i) = (figure, alternative), or with a note, for the i that a slider picks, 0 ≤ i < count.

    Beside the slider stands i, or values[i] where these are given. The picture is part of the widget, whose state the
    kernel keeps: it follows the slider after the page is loaded again. A still picture, the first one, is there where
    widgets don't run, and hidden where they do. Return a function that draws it again: numbers may come in while it is
    shown.
    """
    first = Picture.of(*draw(0))
    still = f"autograder-still-{token_hex(4)}"
    _display(first, still)
    try:
        from ipywidgets import HTML, IntSlider, SelectionSlider, VBox
    except ImportError:
        return Redraw(lambda: None)
    slider: Any
    if values is None:
        slider = IntSlider(min=0, max=count - 1, description=name, continuous_update=False)
    else:
        options = [(str(value), i) for i, value in enumerate(values)]
        slider = SelectionSlider(options=options, description=name, continuous_update=False)
    picture = HTML(first.live(still))

    def redraw() -> None:
        picture.value = Picture.of(*draw(slider.value)).live(still)

    slider.observe(lambda change: redraw(), names="value")
    from IPython.display import display

    class Wordless(VBox):  # type: ignore[misc]  # ipywidgets has no types
        """A box in whose place no words are seen where no widgets run: the still picture is there."""

        def __repr__(self) -> str:
            return ""

    display_any: Any = display
    display_any(Wordless([slider, picture]))
    return Redraw(redraw)


def say(*lines: str) -> None:
    """Display sentences, a paragraph each. What is printed JupyterLab breaks at the page's edge, amid a word."""
    from IPython.display import display

    page = "".join(f"<p>{escape(each)}</p>" for each in lines)
    display_any: Any = display  # IPython has no types here
    display_any({"text/html": page, "text/plain": "\n".join(lines)}, raw=True)


@dataclass(frozen=True, slots=True)
class Redraw:
    """Draws a slider's picture again when it is called; as a cell's last value it shows nothing."""

    again: Callable[[], None]

    def __call__(self) -> None:
        """Draw it again."""
        self.again()

    def _ipython_display_(self) -> None:
        """Show nothing: the slider is there already."""


def _display(picture: Picture, name: str = "") -> None:
    from IPython.display import display

    display_any: Any = display  # IPython has no types here
    display_any(picture.data(name), raw=True, metadata=picture.metadata)


@in_our_style
def matrices(named: Mapping[str, Tensor]) -> Figure:
    """Draw matrices side by side. The first sets the scale: what goes beyond it is as dark as the scale's end."""
    limit = float(next(iter(named.values())).abs().max())
    fig = blank(8.6, 2.4)
    grid = fig.add_gridspec(1, len(named), wspace=0.12, left=0.01, right=0.99, top=0.87, bottom=0.03)
    for place, (name, matrix) in enumerate(named.items()):
        axes = fig.add_subplot(grid[0, place])
        heat(axes, matrix, limit)
        axes.set_title(name, fontsize=12)
    return fig


@in_our_style
def blank(width: float, height: float) -> Figure:
    """Make an empty figure, inches wide and high, on our ground."""
    return Figure(figsize=(width, height), facecolor=GROUND)


def array(matrix: Tensor) -> Any:
    """Return a tensor as a NumPy array in float64."""
    return matrix.detach().cpu().double().numpy()


def heat(axes: Axes, matrix: Tensor, limit: float, aspect: Any = "equal") -> None:
    """Draw a matrix as coloured cells; `limit` is where the colours end."""
    # Square roots, so that small entries still have a colour to be seen by.
    values = array(matrix)
    rooted = np.sign(values) * np.sqrt(np.abs(values))
    axes.imshow(rooted, cmap=SIGNED, vmin=-(limit**0.5), vmax=limit**0.5, aspect=aspect)
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set_color(SOFT)
