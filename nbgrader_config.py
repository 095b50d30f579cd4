"""nbgrader's settings for this course: the stock commands, run in this folder, read them from here."""

import os
import sys
from pathlib import Path

from autograder.class_settings import class_settings
from autograder.errors import AutograderError

c = get_config()  # noqa: F821  (nbgrader defines it)

# nbgrader starts `alembic` by its name when it makes a gradebook, so our environment's programs must be on the path
# even where the environment was not activated.
_programs = str(Path(sys.executable).parent)
if _programs not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join((_programs, os.environ.get("PATH", os.defpath)))

# --- Release: solutions/NN_topic/NN_topic.ipynb → lessons/NN_topic/NN_topic.ipynb --------------------------------

c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"
# The lessons are there from the start: made again, not skipped, since this is what enters them into the gradebook.
c.GenerateAssignment.force = True
# Beside each source notebook lies the file that it is made from, which holds the solution: it is never copied on.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", "*.pyc", "feedback", "*.py"]
# A stub that runs: an untouched lesson goes to its end, and its checks say that nothing is there yet.
c.ClearSolutions.code_stub = {"python": "...  # TODO: your answer"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# --- Autograde and feedback --------------------------------------------------------------------------------------

# nbgrader's own steps stop a whole class at one broken file, and score by what a cell happened to print. Ours read
# strictly, put locked cells back, run each submission in a kernel of its own, and record what the judge found.
# That kernel is in a sandbox. Where this machine can't hold one, autograde refuses, unless you let a student's code do
# what you can do: c.RunAndJudge.unsandboxed = True
_ours = "autograder.classroom.nbgrader_steps"
c.Autograde.exporter_class = f"{_ours}.SubmissionReader"
c.Autograde.sanitize_preprocessors = [f"{_ours}.RestoreCells", "nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    f"{_ours}.RunAndJudge",
    f"{_ours}.SaveVerdicts",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "autograder.classroom.record.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["autograder.classroom.record.feedback.Grades"]

# --- This class: class.toml beside this file ---------------------------------------------------------------------

_course = Path(__file__).parent
try:
    _class = class_settings(_course)
    if (_course / "questions").is_dir():
        import autograder.answer_key  # noqa: F401  (and with it the course's own questions)
except AutograderError as _fault:
    # nbgrader would go on without any of these settings, and so without a sandbox.
    if "nbgrader" in Path(sys.argv[0]).parts[-2:]:
        sys.exit(f"nbgrader: {_fault}")
    # In a server, whose formgrader says it where somebody grades.
    _class = class_settings(None)
if _class.course_id:
    c.CourseDirectory.course_id = _class.course_id
if _class.exchange:
    c.Exchange.root = str(_course.resolve() / _class.exchange)
c.Exchange.timezone = _class.timezone.key
if _class.late:
    c.AssignLatePenalties.plugin_class = "autograder.classroom.course.late.LateRule"
    c.LateRule.rule, c.LateRule.share, c.LateRule.grace = _class.late.rule, _class.late.share, _class.late.grace
c.RunAndJudge.cell_seconds = _class.limits.cell
c.RunAndJudge.check_seconds = _class.limits.check
c.RunAndJudge.notebook_seconds = _class.limits.notebook
