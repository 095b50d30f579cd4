"""The hints on an exercise, one by one.

Offers: `hint`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.logbook import Progress
from autograder.notebook.asking import asked, helpful
from autograder.notebook.shown import Shown, line, only_observed
from autograder.notebook.unseen import seen
from autograder.observe.outbox import shell_at_work
from autograder.questions import Question


@dataclass(frozen=True, slots=True, repr=False)
class Hinted(Shown):
    """A hint, shown as a card; if widgets run, with a button below it that shows the next."""

    about: Question | None = None

    def _ipython_display_(self) -> None:
        from IPython.display import display

        seen(self)
        display({"text/plain": self.text, "text/html": self.page}, raw=True)  # type: ignore[no-untyped-call]
        button = _button(self.about) if self.about else None
        if button is not None:
            # If no widgets run, nothing is shown here: the card has said how to get the next one.
            display({**button._repr_mimebundle_(), "text/plain": ""}, raw=True)  # type: ignore[no-untyped-call]


@helpful(line)
def hint(answer: Callable[..., Any] | str) -> Shown:
    """Give the next hint on an exercise: three in all, each a question first."""
    about = asked("hint", answer)
    return line(about) if isinstance(about, str) else _next(about.question)


def _next(about: Question) -> Hinted:
    """Return the hint that comes next; after the last one, the first again."""
    store, most = Progress.at_home(), len(about.hints)
    which = store.hints(about.name) % most
    store.note_hint(about.name)
    says, is_last = about.hints[which], which + 1 == most
    after = "That was the last one; ask again to start over." if is_last else ""
    text = f"Hint {which + 1} of {most} on {about.name}: {says} {after}".rstrip()
    text += f"\n{store.told}" if store.told else ""
    if only_observed():
        return Hinted(text)
    from autograder.present.note import hint_html

    more = after or f"The next one: run this again, or `hint({about.name})`."
    page = hint_html(about.name, which + 1, most, says, more)
    return Hinted(text, page, None if is_last else about)


def _button(about: Question) -> Any:
    """Return a button that shows the next hint above itself; None without a kernel or without ipywidgets."""
    if not hasattr(shell_at_work(), "kernel"):
        return None
    try:
        import ipywidgets
    except ImportError:
        return None
    button = ipywidgets.Button(description="Next hint", tooltip=f"The next hint on {about.name}")
    shown = ipywidgets.VBox([button])

    def add(_: Any) -> None:
        given = _next(about)
        kept = [child for child in shown.children if child is not button]
        card = ipywidgets.HTML(given.page)
        shown.children = (*kept, card) if given.about is None else (*kept, card, button)

    button.on_click(add)
    return shown
