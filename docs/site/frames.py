"""A slider as a few frames: what stands in the place of `figures.browse` on a page without a kernel.

Offers: `frames`. Each frame is chosen by a radio button of its own; a style sheet alone shows it (static/site.css).
"""

from collections.abc import Callable, Sequence
from html import escape
from secrets import token_hex

from autograder.figures.drawing import Drawn, Redraw
from autograder.figures.picture import Picture

MOST = 6


def frames(draw: Callable[[int], Drawn], count: int, name: str, values: Sequence[object] | None = None) -> Redraw:
    """Display up to six of draw(0) … draw(count - 1), the first and the last among them.

    Return a function that draws them again: the page is to have what was measured after they were first shown.
    """
    from IPython.display import HTML, display

    group = f"frames-{token_hex(4)}"

    def drawn() -> HTML:
        parts = []
        for place in chosen(count):
            shown = escape(str(place if values is None else values[place]))
            first = " checked" if not parts else ""
            parts.append(
                f'<label><input type="radio" name="{group}"{first}> {escape(name)} {shown}</label>'
                f"<div>{Picture.of(*draw(place)).html()}</div>"
            )
        return HTML(f'<div class="frames" role="group" aria-label="{escape(name)}">{"".join(parts)}</div>')

    on_the_page = display(drawn(), display_id=True)
    return Redraw(lambda: on_the_page.update(drawn()))


def chosen(count: int) -> list[int]:
    """Return which of `count` places become frames: all of a few, else six that are spread evenly."""
    if count <= MOST:
        return list(range(count))
    return [round(step * (count - 1) / (MOST - 1)) for step in range(MOST)]
