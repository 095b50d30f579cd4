"""nbgrader's own settings, read as its commands read them: a late plugin counts, and its faults are one line."""

import pytest

from autograder.classroom.record.nbgrader_settings import nbgrader_settings
from autograder.errors import CourseError

PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin
class Mine(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {penalty}
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a function that makes a course with a late plugin of its own: penalty, as Python → its settings."""
    monkeypatch.setattr("autograder.classroom.record.nbgrader_settings.jupyter_config_path", list)

    def course(name, penalty):
        (tmp_path / f"{name}.py").write_text(PLUGIN.format(penalty=penalty))
        settings = f"c.AssignLatePenalties.plugin_class = '{name}.Mine'\nc.CourseDirectory.course_id = 'jac'\n"
        (tmp_path / "nbgrader_config.py").write_text(settings)
        return nbgrader_settings(tmp_path)

    return course


def test_a_plugin_beside_the_settings_counts_and_takes_no_more_than_there_is(course):
    settings = course("late_by_two", "2.0")
    assert settings.course_id == "jac"
    assert [settings.penalty("ann", score, 5) for score in (9, 2, 1, 0)] == [2, 2, 1, 0]
    assert settings.penalty("ann", 9, 0) is None, "in time"
    assert course("late_by_nothing", "None").penalty("ann", 9, 5) is None
    assert course("late_by_less", "-3").penalty("ann", 9, 5) == 0


def test_a_plugin_that_fails_is_one_line(course):
    with pytest.raises(CourseError, match=r"Mine: expected a late penalty, found ZeroDivisionError.*Mend the plugin"):
        course("late_fails", "1 / 0").penalty("ann", 9, 5)


def test_settings_that_can_not_be_read_are_one_line(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c.X = (")
    with pytest.raises(CourseError, match="expected nbgrader's settings, found SyntaxError"):
        nbgrader_settings(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("import sys; sys.exit()")
    with pytest.raises(CourseError, match="expected nbgrader's settings, found SystemExit"):
        nbgrader_settings(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c.AssignLatePenalties.plugin_class = 'nowhere.Mine'")
    with pytest.raises(CourseError, match="expected nbgrader's settings, found"):
        nbgrader_settings(tmp_path)


def test_a_course_without_settings_has_nbgraders_defaults(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.classroom.record.nbgrader_settings.jupyter_config_path", list)
    settings = nbgrader_settings(tmp_path)
    assert settings.penalty("ann", 9, 5) is None
    assert ".ipynb_checkpoints" in settings.ignore
