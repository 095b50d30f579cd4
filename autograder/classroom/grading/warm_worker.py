"""What a worker finds done when it is forked: the fork server imports this module, once, on its only thread."""

from autograder.lean_imports import leave_out, uncollected

leave_out()
with uncollected():
    from autograder.classroom.grading import work as work  # and with it all that a worker imports
    from autograder.execute.warm_up import settle

settle()
