"""How far a slow check is, shown in its cell while it runs and gone when it ends.

The line is updated by its `display_id`, and what stays in the notebook is empty. A widget would leave an error in its
place once its kernel has ended.

Offers: `Teller`.
"""

import contextlib
from typing import Any

from autograder.observe.outbox import shell_at_work


class Teller:
    """Shows a line in place of the last one; without a notebook, nothing."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._place: Any = None

    def __call__(self, says: str) -> None:
        """Show a line; an empty one removes what is shown."""
        if not hasattr(shell_at_work(), "kernel"):
            return
        # A notebook that was closed meanwhile is no fault of the answer.
        with contextlib.suppress(Exception):
            self._show(f"{self._name}: {says} …" if says else "")

    def _show(self, line: str) -> None:
        from IPython.display import display

        from autograder.present.note import line_html

        page = line_html(line) if line else ""
        data = {"text/plain": line, "text/html": page}
        if self._place is None:
            self._place = display(data, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._place.update(data, raw=True)
