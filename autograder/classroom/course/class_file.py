"""The class.toml and the .gitignore of a new class.

BEGINS   class.toml: each setting with a line that explains it, commented out or at its default
IGNORED  .gitignore
"""

IGNORED = """\
# What students hand in, what is made of it, and what is this class's alone: none of it is for a repository.
/class.toml
/submitted/
/downloaded/
/exchange/
/autograded/
/feedback/
/gradebook.db*
/*.csv
/*.zip
/class_report.html
.class_secret
__pycache__/
.ipynb_checkpoints/
"""

BEGINS = """\
# The settings of this class, for nbgrader's commands and ours. A setting that is commented out has its default.
# `autograder doctor` names what is still missing; docs/teaching.md leads through a term.

# The title of the class's pages.
title = ""

# nbgrader's name of the course, and the folder that it releases to and collects from (for the exchange alone).
course_id = ""
exchange = ""

# The timezone of each time that names none.
timezone = "UTC"

# The lessons that this class does; without this line, all of them.
# lessons = {lessons}

# When each is due: a day (its end), or a time.
[due]
# {first} = 2026-12-01
# {first} = 2026-12-01T18:00:00

# What a late submission loses: "none", "zero" (everything), or "daily" (a share of what it earned a day begun).
# [late]
# rule = "daily"
# share = 0.1
# grace_minutes = 15

# Points of your own; `autograder build` writes their sum into the lesson. A criterion left out is not judged.
# [points.{first}.EXERCISE]
# value = 2
# method = 1

# What each lesson counts in the sum of an export; without this table, each point counts the same.
# [weights]
# {first} = 1.0

# Seconds that an ordinary cell, a check and a whole notebook may take.
# [limits]
# cell = 30
# check = 60
# notebook = 600

# What students may import besides the course's own packages, as it is called on PyPI.
# [grading]
# packages = ["scipy"]

# Whether the class report tells which submissions are alike.
# [report]
# likeness = false
"""
