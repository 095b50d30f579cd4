"""A figure as what front ends show.

    Picture        a figure's PNG, its width and its alternative; `data` and `metadata` are those of a display
    in_our_style   a function that draws → the same, whatever a learner set in matplotlib

JupyterLab shows no alternative beside an `image/png`, so the picture travels inside HTML; viewers that sanitise HTML,
and exports to other formats, take the `image/png` that comes along, and those without images print the alternative.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from io import BytesIO
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

import matplotlib
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

GROUND, INK, ALARM = "#fbfaf7", "#2b2f36", "#a34000"
_DPI, _STRIP = 144, 0.3  # inches above a figure, for a note

_Given = ParamSpec("_Given")
_Drawn = TypeVar("_Drawn")


def in_our_style(draw: Callable[_Given, _Drawn]) -> Callable[_Given, _Drawn]:
    """Have a function draw by matplotlib's own defaults: in large letters, say, our labels would be cut."""

    @wraps(draw)
    def drawn(*args: _Given.args, **named: _Given.kwargs) -> _Drawn:
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            return draw(*args, **named)

    return drawn


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure drawn: `png` in base64, `width` in CSS pixels, `alt` in words."""

    png: str
    width: int
    alt: str

    @classmethod
    @in_our_style
    def of(cls, fig: Figure, alt: str, note: str = "") -> Self:
        """Draw a figure on our ground, a note above it."""
        for axes in fig.axes:
            axes.tick_params(colors=INK, labelsize=10.5)
            for text in (axes.xaxis.label, axes.yaxis.label, axes.title):
                text.set_color(INK)
            axes.set_facecolor("white")
        width, height = fig.get_figwidth(), fig.get_figheight()
        if note:
            fig.text(0.02, 1.0, f"! {note}", color=ALARM, fontsize=10.5, va="bottom")
        drawn, whole = BytesIO(), Bbox.from_extents(0, 0, width, height + _STRIP * bool(note))
        fig.savefig(drawn, format="png", dpi=_DPI, facecolor=GROUND, bbox_inches=whole)
        return cls(b64encode(drawn.getvalue()).decode("ascii"), round(width * 96), f"{note} {alt}".strip())

    def html(self, name: str = "") -> str:
        """Return it as HTML; `name` is a class for a style sheet to speak of."""
        told = {"png": self.png, "width": self.width, "alt": self.alt, "name": name, "ground": GROUND}
        return _environment().get_template("picture.html.j2").render(told)

    def live(self, name: str) -> str:
        """Return it as HTML that hides the still picture of that class."""
        told = {"picture": Markup(self.html()), "name": name}  # escaped already
        return _environment().get_template("live.html.j2").render(told)

    def data(self, name: str = "") -> dict[str, str]:
        """Return it as a display's data."""
        return {"text/html": self.html(name), "image/png": self.png, "text/plain": f"Figure: {self.alt}"}

    @property
    def metadata(self) -> dict[str, Any]:
        """A display's metadata: how wide the image is meant to be, and its alternative for exports that know one."""
        return {"image/png": {"width": self.width, "alt": self.alt}}


@cache
def _environment() -> Environment:
    templates = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
