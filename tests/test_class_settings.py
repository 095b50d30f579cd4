"""class.toml: read strictly, each fault named with its place; nbgrader reads the same."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config.loader import PyFileConfigLoader

from autograder import questions
from autograder.class_settings import ClassSettings, Late, class_settings
from autograder.classroom.course import release, released
from autograder.classroom.course.folders import ClassFolders, released_lessons
from autograder.classroom.course.late import LateRule, note_due
from autograder.classroom.course.packages import expect_packages
from autograder.classroom.course.start import start_class
from autograder.errors import BuildError, CourseError, MachineError
from autograder.judge import look_through
from autograder.questions import LESSONS
from autograder.questions.walk import with_class_points

ROOT = Path(__file__).parents[1]
LESSON = LESSONS[0].folder
EXERCISE = LESSONS[0].questions[0]

FULL = f"""
title = "Autumn"
course_id = "jac-26"
exchange = "exchange"
timezone = "Europe/Berlin"
lessons = ["{LESSON}"]
[due]
{LESSON} = 2026-12-01T18:00:00
{LESSONS[1].folder} = 2026-07-01
{LESSONS[2].folder} = 2026-12-01T18:00:00Z
[late]
rule = "daily"
share = 0.1
grace_minutes = 15
[points.{LESSON}.{EXERCISE.name}]
value = 7
[weights]
{LESSON} = 2
[limits]
cell = 5
notebook = 90.5
[grading]
packages = ["scikit-learn"]
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with the lessons' folders alone, whose class.toml is yet to be written."""
    for lesson in LESSONS:
        (tmp_path / "lessons" / lesson.folder).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def test_without_a_file_everything_has_its_default(course: Path) -> None:
    assert class_settings(course) == class_settings(None) == ClassSettings()


def test_as_an_editor_of_windows_writes_it(course: Path) -> None:
    (course / "class.toml").write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    assert class_settings(course).due[LESSON] == datetime(2026, 12, 1, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 1, 30)),  # comes twice
        ("2027-03-28T02:30:00", datetime(2027, 3, 28, 1, 30)),  # comes never
        ("2026-10-25", datetime(2026, 10, 25, 22, 59, 59)),
    ],
)
def test_where_clocks_turn_the_later_reading_is_the_due_date(course: Path, local: str, utc: datetime) -> None:
    (course / "class.toml").write_text(f"timezone = 'Europe/Berlin'\n[due]\n{LESSON} = {local}")
    assert class_settings(course).due[LESSON] == utc.replace(tzinfo=UTC)


def test_everything_is_read(course: Path) -> None:
    (course / "class.toml").write_text(FULL)
    found = class_settings(course)
    assert (found.title, found.course_id, found.exchange, found.lessons) == ("Autumn", "jac-26", "exchange", (LESSON,))
    assert found.due == {
        LESSON: datetime(2026, 12, 1, 17, tzinfo=UTC),
        LESSONS[1].folder: datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC),  # the end of that day, in summer
        LESSONS[2].folder: datetime(2026, 12, 1, 18, tzinfo=UTC),
    }
    assert found.late == Late("daily", 0.1, 15)
    assert found.points == {LESSON: {EXERCISE.name: {"value": 7}}}
    assert found.weights == {LESSON: 2}
    assert (found.limits.cell, found.limits.check, found.limits.notebook) == (5, ClassSettings().limits.check, 90.5)
    assert found.packages == ("scikit-learn",)


FAULTS = {
    "no TOML": ("title = \n", "class.toml: expected settings in TOML"),
    "no UTF-8": (b"# 1\n# 2\ntitle = '\xff'", "which is UTF-8 text, found bytes that are none, in line 3. Save it as"),
    "no end of digits": (f"[weights]\n{LESSON} = {'9' * 5000}", "class.toml: expected settings in TOML"),
    "a key that tomllib reads for half a minute": (
        f"# 1\ntitle{'.a' * 20_000} = 1",
        "class.toml, line 2: expected at most 100 dots, found 20000.",
    ),
    "a hundred tables": (f"title{'.a' * 100} = 1", "expected a line of text, found {'a'"),
    "no end of hex digits": (
        f"[limits]\ncell = 0x{'f' * 5000}",
        "from 1 to 86400, found a number that is too long to show",
    ),
    "a terminal's command": ('"\\u001b[31m" = 1', 'found " [31m". Take it out.'),
    "UTF-16": ("title = 'x'".encode("utf-16"), "Save it as UTF-8."),
    "due at a time of every day": (f"[due]\n{LESSON} = 18:00:00", "without quotes, found 18:00:00"),
    "unknown": ("titel = 'x'", 'found "titel". Is title meant?'),
    "unknown below": ("[late]\nrules = 'zero'", "class.toml, [late]: expected one of rule, share, grace_minutes"),
    "no text": ("title = 5", "class.toml, title: expected a line of text, found 5"),
    "two lines": ('title = """a\nb"""', "class.toml, title: expected a line of text"),
    "course id": ("course_id = '../x'", "class.toml, course_id: expected letters, digits"),
    "zone": ("timezone = 'Berlin'", 'class.toml, timezone: expected a name like «Europe/Berlin», found "Berlin"'),
    "zone none": ("timezone = ''", 'class.toml, timezone: expected a name like «Europe/Berlin», found ""'),
    "zone path": ("timezone = '../../etc'", "class.toml, timezone: expected a name like"),
    "no list": ("lessons = 'x'", "class.toml, lessons: expected a list of lessons' names"),
    "no lesson": ("lessons = ['99_x']", f"class.toml, lessons: expected a lesson of the course ({LESSON}"),
    "a number": ("lessons = ['01']", f'found "01". Is {LESSON} meant?'),
    "due of none": ("[due]\n99_x = 2026-12-01", "class.toml, [due]: expected a lesson of the course"),
    "due in quotes": (f"[due]\n{LESSON} = '2026-12-01'", 'without quotes, found "2026-12-01"'),
    "due never": (f"timezone = 'America/Lima'\n[due]\n{LESSON} = 9999-12-31", "expected a year from 2 to 9998"),
    "rule": ("[late]\nrule = 'half'", 'class.toml, [late] rule: expected one of none, zero, daily, found "half"'),
    "share alone": ("[late]\nshare = 0.1", "class.toml, [late] share: expected a share of the points"),
    "no share": ("[late]\nrule = 'daily'", "class.toml, [late] share: expected a share of the points"),
    "points": (f"[points.{LESSON}.{EXERCISE.name}]\nvalue = 0", "What is left out is not judged; value"),
    "points no table": (f"[points]\n{LESSON} = 4", f"class.toml, [points.{LESSON}]: expected a table, found 4"),
    "weight": (f"[weights]\n{LESSON} = -1", f"class.toml, [weights] {LESSON}: expected a number from 0 to 1e+09"),
    "no weight": (
        f"[weights]\n{LESSON} = 0",
        "class.toml, [weights]: expected a weight above 0 for one of the class's",
    ),
    "weight elsewhere": (f"lessons = ['{LESSON}']\n[weights]\n{LESSONS[1].folder} = 1", "Else every sum is 0."),
    "grace without end": ("[late]\nrule = 'zero'\ngrace_minutes = 1e9", "expected a number from 0 to 525600"),
    "limit": ("[limits]\ncell = 0", "class.toml, [limits] cell: expected a number from 1 to 86400, found 0"),
    "not a number": ("[limits]\ncell = nan", "class.toml, [limits] cell: expected a number from 1 to 86400"),
    "package": ("[grading]\npackages = ['a b']", "class.toml, [grading] packages: expected a list of names of"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line_that_names_its_place(course: Path, fault: str) -> None:
    text, says = FAULTS[fault]
    (course / "class.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CourseError) as refused:
        class_settings(course)
    assert says in str(refused.value)
    assert str(refused.value).count("\n") == 0


def test_a_file_that_leads_nowhere_is_no_class_without_settings(course: Path) -> None:
    (course / "class.toml").symlink_to(course / "gone.toml")
    with pytest.raises(CourseError, match="expected a file that can be read, found .*Mend that, or move it away"):
        class_settings(course)


def test_an_exchange_may_lie_below_home(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    (course / "class.toml").write_text("exchange = '~/exchange'")
    assert class_settings(course).exchange == "/home/ann/exchange"


@pytest.mark.parametrize(
    ("late", "seconds", "lost"),
    [
        (Late(), 1e6, 0),
        (Late("zero"), 1, 8),
        (Late("zero", grace=1), 60, 0),
        (Late("daily", 0.1), 1, 0.8),
        (Late("daily", 0.1), 86_400, 0.8),
        (Late("daily", 0.1), 86_401, 1.6),
        (Late("daily", 0.5), 1e9, 8),
        (Late("daily", 0.5, grace=15), 900, 0),
    ],
)
def test_what_a_late_submission_loses(late: Late, seconds: float, lost: float) -> None:
    assert late.penalty(8, seconds) == pytest.approx(lost)
    assert late.penalty(-8, seconds) == 0


def test_nbgraders_settings_are_the_classs(course: Path) -> None:
    (course / "class.toml").write_text(FULL)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    assert config.CourseDirectory.course_id == "jac-26"
    assert config.Exchange.root == str(course.resolve() / "exchange")
    assert config.Exchange.timezone == "Europe/Berlin"
    assert (config.RunAndJudge.cell_seconds, config.RunAndJudge.notebook_seconds) == (5, 90.5)
    assert config.AssignLatePenalties.plugin_class == f"{LateRule.__module__}.{LateRule.__name__}"
    rule = LateRule(config=config)
    assert rule.late_submission_penalty("ann", 8.0, 901) == pytest.approx(0.8)
    assert rule.late_submission_penalty("ann", 8.0, 900) is None


def test_without_a_late_rule_nbgraders_own_stays(course: Path) -> None:
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    assert "plugin_class" not in config.AssignLatePenalties


def test_a_date_takes_the_place_of_the_gradebooks_and_none_leaves_it(course: Path) -> None:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for due in (datetime(2026, 12, 1, tzinfo=UTC), None):
            note_due(gradebook, LESSON, due)
            assert gradebook.find_assignment(LESSON).duedate == datetime(2026, 12, 1)


def test_the_class_does_the_lessons_that_it_names(course: Path) -> None:
    for lesson in LESSONS:
        (course / "lessons" / lesson.folder / f"{lesson.folder}.ipynb").touch()
    assert len(released_lessons(ClassFolders.of_course(course))) == len(LESSONS)
    (course / "class.toml").write_text(FULL)
    assert released_lessons(ClassFolders.of_course(course)) == (LESSON,)


def test_points_of_the_class_stand_in_the_place_of_the_questions(course: Path) -> None:
    lessons = with_class_points(LESSONS, {LESSON: {EXERCISE.name: {"value": 7}}}, course)
    assert lessons[0].questions[0].points == {"value": 7}
    assert lessons[0].questions[1:] == LESSONS[0].questions[1:]
    with pytest.raises(CourseError, match=rf"class.toml, \[points.{LESSON}\]: expected the names of its exercises"):
        with_class_points(LESSONS, {LESSON: {"nothing": {"value": 7}}}, course)
    with pytest.raises(CourseError, match=f"Is {EXERCISE.name} meant"):
        with_class_points(LESSONS, {LESSON: {f"{EXERCISE.name}s": {"value": 7}}}, course)
    with pytest.raises(CourseError, match="expected a lesson with questions"):
        with_class_points(LESSONS, {"99_x": {}}, course)


@pytest.fixture
def more_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class of lesson one, whose first exercise has other points."""
    folder = tmp_path / "class"
    start_class(folder)
    for lesson in LESSONS[1:]:
        shutil.rmtree(folder / "solutions" / lesson.folder)
        shutil.rmtree(folder / "lessons" / lesson.folder)
    (folder / "class.toml").write_text(f"[points.{LESSON}.{EXERCISE.name}]\nvalue = 7\nmethod = 2\n")
    changed = with_class_points(LESSONS, class_settings(folder).points, folder)
    monkeypatch.setattr(questions, "LESSONS", changed)
    monkeypatch.setattr("autograder.course_folder.at_work", lambda: folder)
    return folder


def test_build_writes_the_classs_points_and_grade_names_their_place(more_points: Path) -> None:
    path = more_points / f"lessons/{LESSON}/{LESSON}.ipynb"
    place = rf"cell check-{EXERCISE.name}: expected 9 points, as class.toml, \[points.{LESSON}.{EXERCISE.name}\] gives"
    with pytest.raises(CourseError, match=place):
        released.released(path)
    assert {drift.path.partition("/")[0] for drift in release.drift(more_points)} == {"lessons", "solutions"}
    assert len(release.build(more_points)) == 2
    assert released.released(path).checks[f"check-{EXERCISE.name}"].points == 9
    assert release.drift(more_points) == ()


def test_points_that_nobody_gives_are_told_with_the_file_that_gives_others(more_points: Path) -> None:
    source = more_points / f"solutions/{LESSON}/{LESSON}.py"
    second = LESSONS[0].questions[1]
    text = source.read_text()
    cell = text[: text.index(f"check({second.name})")].rindex('"points":')
    source.write_text(text[:cell] + text[cell:].replace(f'"points": {second.max_points}', '"points": 99', 1))
    topic = LESSONS[0].topic
    says = f"check-{second.name}: expected {second.max_points} points, as questions/{topic}/{second.name}.py gives"
    with pytest.raises(BuildError, match=says):
        release.drift(more_points)


def test_what_the_class_allows_must_be_here_and_raises_no_doubt() -> None:
    expect_packages(("numpy", "nbgrader"))
    with pytest.raises(MachineError, match=r"«no-such-thing» in the environment that grades, found none. Install it"):
        expect_packages(("numpy", "no-such-thing"))
    cells = [("the cell «a»", "import pandas as pd\nfrom pandas import DataFrame\npd.read_csv('x')")]
    assert "imports pandas" in look_through(cells).doubt
    assert look_through(cells, (), frozenset({"pandas"})).doubt == ""
    assert "imports ctypes" in look_through([("b", "import ctypes")], (), frozenset({"pandas"})).doubt


def test_a_line_of_dots_may_part_what_a_teacher_wrote(tmp_path: Path) -> None:
    (tmp_path / "class.toml").write_text(f"  # {'.' * 200}\ntitle = 'Ours'\n", encoding="utf-8")
    assert class_settings(tmp_path).title == "Ours"
