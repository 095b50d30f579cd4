"""What the lessons' figures share: how each is shown with its text alternative, its colours, and matrices.

    show      a figure as an image with its alternative, in any front end
    browse    the same with a slider, where widgets run
    matrices  a few matrices side by side, in one scale of colours
    blank     an empty figure on our ground
    heat      a matrix as coloured cells
    array     a tensor for matplotlib

Nothing of ours is imported, so that a demonstration brings no other room into a kernel. Every figure has a light ground
of its own: it reads the same on a light page and on a dark one.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import BytesIO
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

GROUND, INK, SOFT = "#fbfaf7", "#2b2f36", "#6b7280"
BLUE, ORANGE, PURPLE = "#1f6fb2", "#c8551b", "#5d4a9c"
SIGNED = "PuOr"  # told apart by colour-blind readers; near-white is zero
_DPI = 144


def show(fig: Figure, alt: str) -> None:
    """Display a figure; `alt` says in words what it shows. Front ends without images print `alt`."""
    from IPython.display import display

    display(_bundle(fig, alt), raw=True)  # type: ignore[no-untyped-call]  # IPython has no types here


def browse(
    draw: Callable[[int], tuple[Figure, str]], count: int, name: str, values: Sequence[object] | None = None
) -> Callable[[], None]:
    """Display draw(i) = (figure, alternative) for the i that a slider picks, 0 ≤ i < count.

    Beside the slider stands i, or values[i] where these are given. The picture is an output of its own, so the first
    one is there where widgets don't run. Return a function that draws it again: numbers may come in while it is shown.
    """
    from IPython.display import display

    display_any: Any = display
    try:
        from ipywidgets import IntSlider, SelectionSlider
    except ImportError:
        show(*draw(0))
        return lambda: None
    slider: Any
    if values is None:
        slider = IntSlider(min=0, max=count - 1, description=name, continuous_update=False)
    else:
        options = [(str(value), i) for i, value in enumerate(values)]
        slider = SelectionSlider(options=options, description=name, continuous_update=False)
    display_any(slider)
    picture = display_any(_bundle(*draw(0)), raw=True, display_id=True)

    def redraw() -> None:
        if picture is not None:  # outside of a notebook there is none
            picture.update(_bundle(*draw(slider.value)), raw=True)

    slider.observe(lambda change: redraw(), names="value")
    return redraw


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


def _bundle(fig: Figure, alt: str) -> dict[str, str]:
    """Return a figure as a display's data: HTML with the alternative, and the alternative as plain text."""
    # JupyterLab drops the `alt` of an image/png output, so the picture travels inside HTML.
    for axes in fig.axes:
        axes.tick_params(colors=INK, labelsize=10.5)
        for text in (axes.xaxis.label, axes.yaxis.label, axes.title):
            text.set_color(INK)
        axes.set_facecolor("white")
    data = BytesIO()
    fig.savefig(data, format="png", dpi=_DPI, facecolor=GROUND)
    width = round(fig.get_figwidth() * 96)
    style = f"width: {width}px; max-width: 100%; height: auto; border-radius: 6px; background: {GROUND}"
    source = f"data:image/png;base64,{b64encode(data.getvalue()).decode('ascii')}"
    image = f'<img alt="{escape(alt, quote=True)}" src="{source}" style="{style}">'
    return {"text/html": image, "text/plain": f"Figure: {alt}"}
