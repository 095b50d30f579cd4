"""class.toml's due dates and late rule, for nbgrader.

LateRule   nbgrader's plugin for [late]; nbgrader_config.py names it if class.toml has that table
note_due   writes a due date into the gradebook, where nbgrader reads it
"""

from datetime import UTC, datetime
from typing import Any

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Enum, Float

from autograder.class_settings import RULES, Late


class LateRule(LateSubmissionPlugin):  # type: ignore[misc]  # nbgrader is untyped
    """The late rule of class.toml; nbgrader_config.py sets its fields from there."""

    rule = Enum(RULES, default_value="none", help="What it loses: nothing, everything, or a share a day.").tag(
        config=True
    )
    share = Float(0.0, help="The share of what it earned, for each day begun.").tag(config=True)
    grace = Float(0.0, help="Minutes after the date that still count as in time.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points that a submission loses; None for none."""
        return Late(self.rule, self.share, self.grace).penalty(score, total_seconds_late) or None


def note_due(gradebook: Any, lesson: str, due: datetime | None) -> None:
    """Enter a lesson into nbgrader's gradebook, with its due date; without one, a date that is there stays."""
    when = {} if due is None else {"duedate": due.astimezone(UTC).replace(tzinfo=None)}
    gradebook.update_or_create_assignment(lesson, **when)
