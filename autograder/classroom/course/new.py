"""A new lesson, a new exercise: files that run, whose TODOs say what goes there.

new_lesson     write a lesson without exercises
new_exercise   write an exercise, and its lesson if that is missing

Nothing is overwritten: a file that is already there stops it before anything is written. What an exercise adds to the
lesson's own files (its name, its cells) is added at the end.
"""

import ast
import json
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from pkgutil import iter_modules

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import autograder
from autograder import answer_key, course_folder, questions
from autograder.classroom.course.places import source_of
from autograder.corpus import FOLDER as CORPUS
from autograder.errors import CourseError

_SCAFFOLD = Path(__file__).parent / "scaffold"
_WIDE = 100  # characters; a longer row of names is written one to a line
_FOLDER = re.compile(r"\d\d_[a-z][a-z0-9_]*")
# Names that no exercise may have: what a lesson's setup binds, and the module that holds its predictions.
_BOUND = {"torch", "seed", "predictions", *autograder.__all__}


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Where a lesson's files lie in a course, and what their templates are filled with."""

    course: Path
    folder: str
    title: str = ""

    @property
    def topic(self) -> str:
        """The name of its folders of questions and of the key."""
        return self.folder[3:]

    @property
    def source(self) -> Path:
        """Its text."""
        return self.course / source_of(self.folder)

    def side(self, name: str) -> Path:
        """Return its folder of questions, or of the key: the package's own if the course is the package's clone."""
        package = Path(autograder.__file__).parent
        root = package if self.course == package.parent.resolve() else self.course
        return root / name / self.topic

    @property
    def about(self) -> Path:
        """The file that says its number, title and exercises."""
        return self.side(course_folder.QUESTIONS) / "__init__.py"

    def values(self) -> dict[str, str]:
        """Return what the templates may name."""
        return {"number": self.folder[:2], "topic": self.topic, "title": self.title}

    def files(self) -> dict[Path, str]:
        """Return the template of each of its files."""
        key = self.side(course_folder.KEY) / "__init__.py"
        return {self.about: "lesson_questions", key: "lesson_key", self.source: "lesson_source"}


def new_lesson(course: Path, folder: str, title: str) -> tuple[Path, ...]:
    """Write a lesson without exercises; return its files. Raise CourseError if its name is taken, or can't be one."""
    known = {lesson.folder for lesson in questions.LESSONS}
    if folder in known:
        raise CourseError("new-lesson", "a lesson that is not there yet", f"«{folder}»", "Add to it: new-exercise.")
    is_text = title.encode(errors="replace").decode() == title  # a terminal may send bytes that are no UTF-8
    if not title.strip() or len(title.splitlines()) != 1 or not is_text:
        raise CourseError("new-lesson", "a title of one line", repr(title))
    lesson = _named(course, folder, title.strip())
    return _written(_fresh(lesson.files(), lesson.values(), keep=False))


def new_exercise(course: Path, folder: str, name: str) -> tuple[Path, ...]:
    """Write an exercise of a lesson, and the lesson if it is missing; return the files written or added to.

    Raise CourseError if a name is taken, or can't be one.
    """
    title = f"TODO: the title of {folder[3:]}"
    known = {lesson.folder: lesson for lesson in questions.LESSONS}
    lesson = _Lesson(course, folder, known[folder].title) if folder in known else _named(course, folder, title)
    if folder in known and not lesson.about.is_file():
        raise CourseError("new-exercise", f"a lesson of {course}", f"the built-in «{folder}»", "Name one of your own.")
    _check_exercise(name)
    values = lesson.values() | {"name": name}
    corpus = course / CORPUS / folder / name
    files = {
        lesson.side(course_folder.QUESTIONS) / f"{name}.py": "question",
        lesson.side(course_folder.KEY) / f"{name}.py": "entry",
        corpus / "right" / "plain.py": "right",
        corpus / "wrong" / "a_gradient_for_each_entry.py": "wrong",
    }
    made = _fresh(lesson.files(), values, keep=True)
    made |= _fresh(files, values, keep=False)
    made[lesson.source] = _text(made, lesson.source) + _render("exercise_cells", values)
    made[lesson.about] = _with_exercise(_text(made, lesson.about), name, lesson.about)
    return _written(made)


def _named(course: Path, folder: str, title: str) -> _Lesson:
    """Return a lesson that is not there yet; raise CourseError if its name is taken, or can't be one."""
    lesson = _Lesson(course, folder, title)
    if not _FOLDER.fullmatch(folder) or folder[:2] == "00" or keyword.iskeyword(lesson.topic):
        form = "NN_topic: a number from 01, and a topic of small letters, digits and underscores"
        raise CourseError("a lesson's name", form, f"«{folder}»", "Such as 50_mine.")
    taken = {each.number: each.folder for each in questions.LESSONS}
    if lesson.folder[:2] in taken:
        free = next(f"{number:02}" for number in range(int(max(taken)) + 1, 100))
        raise CourseError("a lesson's name", "a free number", f"{folder[:2]}: {taken[folder[:2]]}", f"Free is {free}.")
    topics = {found.name for package in (questions, answer_key) for found in iter_modules(package.__path__)}
    if lesson.topic in topics:
        raise CourseError("a lesson's name", "a free topic", f"«{lesson.topic}», which there is", "Name it otherwise.")
    return lesson


def _check_exercise(name: str) -> None:
    """Raise CourseError if a name can't be a function's, or is taken."""
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_") or not name.isascii():
        raise CourseError("an exercise's name", "that of a function in Python", f"«{name}»", "Such as my_function.")
    if name in _BOUND or questions.question(name) is not None:
        raise CourseError("an exercise's name", "one that is free", f"«{name}», which there is", "Name it otherwise.")


def _fresh(files: Mapping[Path, str], values: Mapping[str, str], *, keep: bool) -> dict[Path, str]:
    """Return the text of each file that is not there yet; raise CourseError if one is, unless `keep` leaves it."""
    there = [path for path in files if path.exists()]
    if there and not keep:
        raise CourseError(str(there[0]), "nothing there yet", "a file", "Move it away, or take another name.")
    return {path: _render(template, values) for path, template in files.items() if path not in there}


def _text(made: Mapping[Path, str], path: Path) -> str:
    return made[path] if path in made else path.read_text(encoding="utf-8")


def _with_exercise(text: str, name: str, path: Path) -> str:
    """Return a lesson's `__init__.py` with one more name at the end of EXERCISES."""
    assigned = [
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["EXERCISES"]
    ]
    if len(assigned) != 1 or not isinstance(assigned[0], ast.Tuple | ast.List):
        raise CourseError(str(path), "EXERCISES = (…), its names written out", "another form", f"Add {name} by hand.")
    names = assigned[0]
    # ast counts columns in bytes.
    lines = [line.encode() for line in text.splitlines(keepends=True)]
    row, column = names.end_lineno or 1, (names.end_col_offset or 1) - 1
    if names.elts and names.lineno != row:
        last = names.elts[-1]
        row, column = last.end_lineno or 1, last.end_col_offset or 0
        before, added, after = lines[row - 1][:column], f',\n    "{name}"', lines[row - 1][column:]
    else:
        known = [ast.unparse(each).replace("'", '"') for each in names.elts]
        listed = ", ".join([*known, f'"{name}"']) + ("" if known else ",")
        added = listed if len(listed) < _WIDE else "\n    " + listed.replace(", ", ",\n    ") + ",\n"
        before, after = lines[row - 1][: names.col_offset + 1], lines[row - 1][column:]
    lines[row - 1] = before + added.encode() + after
    return b"".join(lines).decode()


def _written(texts: Mapping[Path, str]) -> tuple[Path, ...]:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tuple(texts)


def _render(template: str, values: Mapping[str, str]) -> str:
    return _environment().get_template(f"{template}.py.j2").render(values)


@cache
def _environment() -> Environment:
    """Return an environment for templates of Python: nothing is escaped, and a missing name is an error."""
    made = Environment(
        loader=FileSystemLoader(_SCAFFOLD), autoescape=False, undefined=StrictUndefined, keep_trailing_newline=True
    )
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return made
