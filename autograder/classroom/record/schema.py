"""The version of the gradebooks that this nbgrader makes, read without the program that nbgrader asks for it.

Offers: `ask_no_program`, by which nbgrader takes it from here.
"""

import re
from pathlib import Path

import nbgrader.api
from nbgrader.dbutil import ALEMBIC_DIR

# In nbgrader's migrations: which version one makes, and from which.
_MADE, _FOLLOWED = (re.compile(rf"^{name} = '(\w+)'", re.MULTILINE) for name in ("revision", "down_revision"))


def _newest_schema() -> str:
    """Return the version of the gradebooks that this nbgrader makes: that of its last migration, which none follows.

    We read the migrations ourselves: Alembic would import a hundred modules for it.
    """
    steps = [path.read_text(encoding="utf-8") for path in Path(ALEMBIC_DIR, "versions").glob("*.py")]
    made, followed = ({found for step in steps for found in says.findall(step)} for says in (_MADE, _FOLLOWED))
    (newest,) = made - followed
    return str(newest)


def ask_no_program() -> None:
    """Have nbgrader take the version from here: the program `alembic` costs four CPU seconds a new gradebook."""
    nbgrader.api.get_alembic_version = _newest_schema
