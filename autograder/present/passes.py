"""What an answer cost, as a picture: a bar for each pass, as high as the pass is wide.

    picture   the rows of one call → the bars of yours, the reference's and the naive way's, on one scale
    legend    the kinds of passes in some rows, each with its word and its colour

A bar's area is the number of vectors that its pass carries: one bar of width 5 and five of width 1 cover the same area.
The picture repeats what the table beneath it says, for the eye.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.judge.verdict import CostRow, Sweep
from autograder.present.styles import COLOURS
from autograder.present.words import WHO

# Told apart by the legend, and each bar by its title.
KINDS = {
    "f": ("forward", COLOURS["grey"]),
    "fr": ("back", COLOURS["blue"]),
    "ft": ("tangent", COLOURS["amber"]),
    "p": ("product", COLOURS["green"]),
    "": ("through a derivative", COLOURS["purple"]),
}
# Pixels: the highest bar; a vector's share, where there is room for it; the least of any bar.
_HIGHEST, _VECTOR, _LEAST = 40, 9.0, 2.0
_MOST_BARS = 48  # in a row; how many more there are is said


def picture(rows: Sequence[CostRow]) -> list[dict[str, Any]]:
    """Return what the template draws of one call; nothing where no pass was counted."""
    widest = max((sweep.width for row in rows for sweep in row.sweeps), default=0)
    scale = min(_VECTOR, _HIGHEST / widest) if widest else 0.0
    return [_row(row, scale) for row in rows] if widest else []


def legend(rows: Sequence[CostRow]) -> list[tuple[str, str]]:
    """Return the words and colours of the sorts of passes that were made."""
    used = {_sort(sweep) for row in rows for sweep in row.sweeps}
    return [named for sort, named in KINDS.items() if sort in used]


def _sort(sweep: Sweep) -> str:
    return sweep.kind if sweep.kind in KINDS else ""


def _row(row: CostRow, scale: float) -> dict[str, Any]:
    bars = [bar for sweep in row.sweeps for bar in _bars(sweep, scale)]
    passes = sum(sweep.count for sweep in row.sweeps)
    left_out = passes - len(bars[:_MOST_BARS])
    more = f"and {left_out} more" if left_out else ""
    return {"who": WHO.get(row.who, row.who), "yours": row.who == "yours", "bars": bars[:_MOST_BARS], "more": more}


def _bars(sweep: Sweep, scale: float) -> Iterator[dict[str, str]]:
    word, colour = KINDS[_sort(sweep)]
    height = f"{max(_LEAST, scale * sweep.width):.1f}"
    for _ in range(min(sweep.count, _MOST_BARS)):
        yield {"height": height, "colour": colour, "says": f"{word}, {sweep.width} wide"}
