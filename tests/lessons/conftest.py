"""What the tests of every lesson start from; a file about one lesson has it as its `LESSON`."""

from typing import Any

import pytest


@pytest.fixture(scope="module")
def lesson(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The names that the lesson defines, without its demonstrations."""
    names: dict[str, Any] = request.module.LESSON.run(demos=False)
    return names
