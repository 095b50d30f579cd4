"""The next hint on an exercise.

Offers: `hint`.
"""

import contextlib
from collections.abc import Callable
from typing import Any

from autograder.logbook import Progress
from autograder.notebook.asking import asked, unknown
from autograder.notebook.shown import Shown, line


def hint(answer: Callable[..., Any] | str) -> Shown:
    """Give the next hint on an exercise: three in all, each a question first."""
    about = asked(answer, answer if isinstance(answer, str) else None)
    if about is None:
        return line(unknown(answer))
    store = Progress.at_home()
    which = store.hints(about.name) % len(about.hints)
    with contextlib.suppress(OSError):
        store.note_hint(about.name)
    after = "" if which + 1 < len(about.hints) else " That was the last one; ask again to start over."
    return line(f"Hint {which + 1} of {len(about.hints)} on {about.name}: {about.hints[which]}{after}")
