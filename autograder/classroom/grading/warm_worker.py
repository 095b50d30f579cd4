"""What is done before workers are forked: the fork server imports this module, once, on its only thread."""

import codecs
from contextlib import suppress

from autograder.errors import CourseError
from autograder.lean_imports import leave_out, uncollected

leave_out()
# An error in the course's own files is reported by the grader, which imports them too.
with suppress(CourseError):
    with uncollected():
        from jupyter_client.provisioning.factory import KernelProvisionerFactory
        from nbformat import v4, validate

        from autograder.answer_key import ways_taught
        from autograder.classroom.grading import work as work  # imports all that a worker needs
        from autograder.execute.warm_up import settle

        ways_taught()
        validate(v4.new_notebook())  # compiles the format's schema
        KernelProvisionerFactory.instance()  # reads every installed package's entry points, a hundred files and more
        for name in ("utf-8-sig", "unicode_escape"):
            codecs.lookup(name)
    settle()
