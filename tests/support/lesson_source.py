"""A lesson as its author writes it, for the tests of what it says."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jupytext
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from autograder.questions.prediction import predictions

COURSE = Path(__file__).parents[2]


class Lesson:
    """The source of one lesson.

    cells, code   all cells, and those that run
    prose         the text between them
    predictions   those that it asks for, by the order in which it should

    `run` runs its code; `expect_messages` holds its table of torch's messages against torch.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.source = COURSE / "solutions" / folder / f"{folder}.py"
        self.cells = jupytext.read(self.source).cells
        self.code = [cell for cell in self.cells if cell.cell_type == "code"]
        self.prose = "\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")
        self.predictions = [each for each in predictions() if each.name.startswith(f"{folder[:2]}-")]

    def run(self, **parameters: Any) -> dict[str, Any]:
        """Run its code in this process, without its checks and demonstrations; return the names that it defines."""
        names: dict[str, Any] = {"__name__": "lesson"}
        for cell in self.code:
            if judges(cell) or is_demo(cell):
                continue
            exec(compile(cell.source, f"<{self.folder}>", "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names |= parameters
        return names

    def expect_messages(self, refusals: Sequence[Callable[[], Any]]) -> None:
        """Expect each call to raise with the words that its line of the lesson's table of messages quotes, in order."""
        quoted = re.findall(r"^\| \*(.+?)\* \|", self.prose, re.MULTILINE)
        assert len(quoted) == len(refusals)
        for words, ask in zip(quoted, refusals, strict=True):
            with pytest.raises((RuntimeError, TypeError, ValueError, IndexError), match=re.escape(words)):
                ask()


LESSONS = {path.name[:2]: Lesson(path.name) for path in sorted((COURSE / "solutions").glob("0*"))}


def _of_matrix_and_vector(matrix: Any, vector: Any, **_: Any) -> int:
    return 2 * int(matrix[0]) * int(matrix[1])


def flops(ask: Callable[[], Any]) -> int:
    """Count the operations of all products, a matrix's with a vector too, which torch's counter takes for none."""
    with FlopCounterMode(display=False, custom_mapping={torch.ops.aten.mv: _of_matrix_and_vector}) as counter:
        ask()
    return int(counter.get_total_flops())


def is_demo(cell: Any) -> bool:
    """Tell whether a cell only shows something, and takes time."""
    return {"demo", "quick"} & set(cell.metadata.get("tags", [])) == {"demo"}


def judges(cell: Any) -> bool:
    """Tell whether a cell asks for a verdict."""
    return re.search(r"^(check|trend|progress)\(", cell.source, re.MULTILINE) is not None
