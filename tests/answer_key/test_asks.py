"""The questions of first cards: each belongs to a mistake, and lessons that write their own leave none out."""

import pytest

from autograder.answer_key import ENTRIES, questions_of_their_own
from autograder.answer_key.asks import _BY_SLUG
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.questions import LESSONS

OWN = questions_of_their_own()
SLUGS = {name: {mistake.slug for mistake in entry.mistakes} for name, entry in ENTRIES.items()}


def test_each_question_belongs_to_a_mistake() -> None:
    for lesson in LESSONS:  # what several of its exercises share may be in each one's table
        names = [question.name for question in lesson.questions]
        lost = set().union(*(OWN.get(name, {}) for name in names)) - set().union(*map(SLUGS.__getitem__, names))
        assert lost == set(), lesson.folder
    assert _BY_SLUG.keys() - {mistake.slug for mistake in EVERYWHERE} - set().union(*SLUGS.values()) == set()
    assert all(says.endswith("?") for table in OWN.values() for says in table.values())


@pytest.mark.parametrize("name", OWN)
def test_where_a_lesson_asks_for_itself_no_mistake_is_met_by_its_kinds_question(name: str) -> None:
    formless = {mistake.slug for mistake in ENTRIES[name].mistakes if not mistake.form}
    assert formless - OWN[name].keys() - _BY_SLUG.keys() == set()
