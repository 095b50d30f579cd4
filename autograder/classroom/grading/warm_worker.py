"""What a worker finds done when it is forked: the fork server imports this module, once, on its only thread."""

from contextlib import suppress

from autograder.errors import CourseError
from autograder.lean_imports import leave_out, uncollected

leave_out()
# A fault in the course's own files is the grader's to tell: it imports them too.
with suppress(CourseError):
    with uncollected():
        from autograder.classroom.grading import work as work  # and with it all that a worker imports
        from autograder.execute.warm_up import settle
    settle()
