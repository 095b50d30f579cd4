"""A wrong call is told the signature that the lesson hands out."""

import ast

import pytest

from autograder.answer_key import entry_of, key_for, signature_of
from autograder.classroom.course.handed_out import cells_of
from autograder.classroom.course.places import notebook_of, shipped
from autograder.questions import LESSONS

EXERCISES = [(lesson.folder, question) for lesson in LESSONS for question in lesson.questions]


@pytest.mark.parametrize(("folder", "question"), EXERCISES, ids=[question.name for _, question in EXERCISES])
def test_the_signature_is_the_lessons(folder, question):
    cells = cells_of(shipped() / notebook_of("lessons", folder))
    (text,) = (cell.source for cell in cells if cell.grade_id == question.name)
    handed_out = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    first = f"def {signature_of(question.name, entry_of(question))}:"
    assert first in text or first == f"def {question.name}({ast.unparse(handed_out.args)}):"


def test_a_key_holds_it():
    (_, question), *_ = EXERCISES
    assert key_for(question, 0).signature == signature_of(question.name, entry_of(question))
