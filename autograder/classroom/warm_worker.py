"""What a worker finds done when it is forked: the fork server imports this module, once, on its only thread."""

from autograder.classroom.lean_imports import leave_out

leave_out()

from autograder.classroom import work as work  # noqa: E402  # and with it all that a worker imports
from autograder.execute.warm_up import settle  # noqa: E402

settle()
