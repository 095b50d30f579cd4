"""A class: from submissions to gradebook and feedback. The only room that knows nbgrader."""
