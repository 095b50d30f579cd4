"""Puts a submitted notebook's locked cells back as they were released, whatever was done to them.

    restore      submitted notebook, released lesson → notebook to grade, and notes on what was corrected
    is_one_of    whether a notebook is somebody's copy of a lesson, by its cells

A cell is found by its grade_id; if that is gone, by its id, its text, or the function that it defines; a written answer
also by its neighbours. nbgrader finds cells by grade_id alone, and checks metadata against a schema: one notebook with
a blank entry stops a whole class.
"""

import ast
import copy
import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from nbformat import NotebookNode, v4
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.classroom.course.released import Released, is_known
from autograder.grade_id import grade_id_of
from autograder.limits import FILE
from autograder.parsing import parsed

# What the id of a student's own cell begins with.
OWN = "student-"

# Names that a cell binds, if Python can't parse it.
_BINDS = re.compile(r"^(?:def|class)[^\S\n]+(\w+)", re.MULTILINE)

# released cell's position in the lesson → its place in the submission
Places = dict[int, int]


def restore(submitted: NotebookNode, lesson: Released) -> tuple[NotebookNode, tuple[str, ...]]:
    """Return the notebook to grade, and one sentence for each thing that was corrected.

    Locked cells are the released ones, answers keep the student's text under the released metadata, and each of these
    is there once. A locked cell that is missing, or a check that stood before its answer, comes after the cell that
    defines what it checks.
    """
    cells = list(submitted.cells)
    known = [index for index, cell in enumerate(lesson.notebook.cells) if is_known(cell)]
    places, notes = _by_grade_id(cells, lesson, known)
    found = _by_likeness(cells, lesson, [index for index in known if index not in places], set(places.values()))
    if found:
        names = ", ".join(_name(lesson, index) for index in sorted(found))
        notes.append(f"nbgrader's metadata was gone from {len(found)} cells; found again by what they hold: {names}.")
    places |= found
    copies = _copies(cells, lesson, places)
    early = {index: places.pop(index) for index in known if index in places and _is_early(cells, lesson, index, places)}
    copies |= set(early.values())
    added: dict[int, list[NotebookNode]] = {}
    before = -1
    for index in known:
        if index in places:
            before = places[index]
        elif _comes_back(lesson.notebook.cells[index]):
            name = _name(lesson, index)
            stood = "stood before the answer that it checks" if index in early else "was missing"
            notes.append(f"The cell {name} {stood}; it was put {'after it' if index in early else 'back'}.")
            before = max(before, _defined_in(cells, lesson, name))
            added.setdefault(before, []).append(copy.deepcopy(lesson.notebook.cells[index]))
    notes += _changed(cells, lesson, places)
    if pictures := sum("attached" in cell.metadata for cell in cells if cell.cell_type == "markdown"):
        notes.append(f"Pictures are attached to {pictures} of its cells; only the file that was handed in shows them.")
    return _assembled(cells, lesson, places, copies, added), tuple(notes)


def is_one_of(submitted: NotebookNode, lesson: Released) -> bool:
    """Tell whether a notebook is a copy of a lesson: whether it has at least half of its answers and graded cells."""
    cells = list(submitted.cells)
    asked = [i for i, cell in enumerate(lesson.notebook.cells) if is_grade(cell) or is_solution(cell)]
    places, _ = _by_grade_id(cells, lesson, asked)
    missing = [index for index in asked if index not in places]
    places |= _by_likeness(cells, lesson, missing, set(places.values()))
    return bool(asked) and 2 * len(places) >= len(asked)


def _by_grade_id(cells: Sequence[NotebookNode], lesson: Released, known: Sequence[int]) -> tuple[Places, list[str]]:
    """Find cells by their grade_id; of several, the last, as nbgrader does.

    Of a written answer that stands there again, as it was handed out, the last that somebody wrote.
    """
    places: Places = {}
    notes = []
    for index in known:
        name = _name(lesson, index)
        found = [place for place, cell in enumerate(cells) if grade_id_of(cell) == name]
        if found:
            released = lesson.notebook.cells[index]
            own = [place for place in found if cells[place].source.strip() != released.source.strip()]
            written = own if released.cell_type == "markdown" and not is_locked(released) else []
            places[index] = (written or found)[-1]
            last = "last one" if places[index] == found[-1] else "last one that is not as it was handed out"
        if len(found) > 1:
            notes.append(f"The cell {name} stood {len(found)} times; the {last} counts.")
    return places, notes


def _by_likeness(cells: Sequence[NotebookNode], lesson: Released, missing: Sequence[int], taken: set[int]) -> Places:
    """Find cells that have lost their grade_id: by id, text, the function that they define, or their neighbours."""
    places: Places = {}
    aligned = _aligned(cells, lesson.notebook.cells)
    names = {cell.metadata.nbgrader.grade_id for cell in lesson.graded}
    for index in missing:
        wanted = lesson.notebook.cells[index]
        free = [i for i, cell in enumerate(cells) if i not in taken and grade_id_of(cell) not in names]
        ways = [
            [i for i in free if cells[i].id == wanted.id and cells[i].cell_type == wanted.cell_type],
            [i for i in free if cells[i].source.strip() == wanted.source.strip()],
        ]
        if not is_locked(wanted):
            name = _name(lesson, index)
            ways.append([i for i in free if _defines(cells[i], name)])
            if wanted.cell_type == "markdown":
                ways.append([i for i in free if aligned.get(i) == index and cells[i].cell_type == "markdown"])
        place = next((way[-1] for way in ways if way), None)
        if place is not None:
            places[index] = place
            taken.add(place)
    return places


def _aligned(cells: Sequence[NotebookNode], released: Sequence[NotebookNode]) -> dict[int, int]:
    """Pair cells whose neighbours are the same in both notebooks: place in the submission → released position."""
    here, there = ([str(cell.source).strip() for cell in notebook] for notebook in (cells, released))
    pairs: dict[int, int] = {}
    for kind, low, high, start, stop in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if kind == "replace" and high - low == stop - start:
            pairs.update(zip(range(low, high), range(start, stop), strict=True))
    return pairs


def _copies(cells: Sequence[NotebookNode], lesson: Released, places: Places) -> set[int]:
    """Return the places of extra copies of locked cells, which are left out. Copies of answers still run."""
    locked = [lesson.notebook.cells[index] for index in places if is_locked(lesson.notebook.cells[index])]
    names = {cell.metadata.nbgrader.grade_id for cell in locked}
    held = set(places.values())
    return {place for place, cell in enumerate(cells) if place not in held and grade_id_of(cell) in names}


def _is_early(cells: Sequence[NotebookNode], lesson: Released, index: int, places: Places) -> bool:
    """Tell whether a check's function is defined below it alone: cells were moved, and run in another order.

    A cell of the student's own that only names the function may bind it, too, by ways that are not read here.
    """
    check, place = lesson.checks.get(_name(lesson, index)), places[index]
    if check is None or _defined_in(cells, lesson, check.grade_id) < place:
        return False
    given = {cell.source.strip() for cell in lesson.notebook.cells}
    above = (cell.source for cell in cells[:place] if cell.cell_type == "code")
    return not any(check.function in source for source in above if source.strip() not in given)


def _comes_back(cell: NotebookNode) -> bool:
    """Tell whether a missing cell is put back. An answer's template isn't: it would hide an answer given elsewhere."""
    return bool(is_locked(cell) or cell.cell_type == "markdown")


def _defined_in(cells: Sequence[NotebookNode], lesson: Released, name: str) -> int:
    """Return the last place that defines the function checked by the cell of that name, or -1."""
    check = lesson.checks.get(name)
    return max((i for i, cell in enumerate(cells) if check and _defines(cell, check.function)), default=-1)


def _changed(cells: Sequence[NotebookNode], lesson: Released, places: Places) -> list[str]:
    return [
        f"The locked cell {_name(lesson, index)} had been changed; it was put back as released."
        for index, place in places.items()
        if is_locked(lesson.notebook.cells[index]) and cells[place].source.strip() != _given(lesson, index).strip()
    ]


def _given(lesson: Released, index: int) -> str:
    """Return a cell's text as students were given it, without its hidden tests."""
    return lesson.shown.get(_name(lesson, index), str(lesson.notebook.cells[index].source))


def _assembled(
    cells: Sequence[NotebookNode],
    lesson: Released,
    places: Places,
    copies: set[int],
    added: dict[int, list[NotebookNode]],
) -> NotebookNode:
    released = {place: lesson.notebook.cells[index] for index, place in places.items()}
    plain = {cell.source.strip(): cell for cell in lesson.notebook.cells if not is_known(cell)}
    result = added.get(-1, [])
    for place, cell in enumerate(cells):
        if place in released:
            restored = copy.deepcopy(released[place])
            if not is_locked(restored):
                restored.source = cell.source
            result.append(restored)
        elif place not in copies:
            result.append(_own(cell, plain.get(cell.source.strip()), place))
        result += added.get(place, [])
    _tell_apart(result)
    notebook: NotebookNode = v4.new_notebook(cells=result, metadata=copy.deepcopy(lesson.notebook.metadata))
    return notebook


def _own(cell: NotebookNode, released: NotebookNode | None, place: int) -> NotebookNode:
    """Return a cell that nbgrader knows nothing of; it keeps the released cell's tags only if its text is unchanged.

    So a demonstration that the student has changed is run: what it defines may be needed.
    """
    if released is not None and released.cell_type == cell.cell_type:
        return copy.deepcopy(released)
    return NotebookNode(cell, metadata=NotebookNode(), id=f"{OWN}{place}")


def _tell_apart(cells: Sequence[NotebookNode]) -> None:
    """Give each cell an id of its own: a copied cell has its original's."""
    taken: set[str] = set()
    tried: Counter[str] = Counter()
    for cell in cells:
        name = cell.id
        while cell.id in taken:
            tried[name] += 1
            cell.id = f"{name}-{tried[name]}"
        taken.add(cell.id)


def _defines(cell: NotebookNode, name: str) -> bool:
    """Tell whether a code cell binds the name at its top level, by def, class or assignment."""
    return cell.cell_type == "code" and name in _bound(cell.source)


@lru_cache(maxsize=FILE.cells)  # it is called for each name that is missing
def _bound(source: str) -> frozenset[str]:
    try:
        body = parsed(source).body
    except (SyntaxError, ValueError, RecursionError):
        return frozenset(_BINDS.findall(source))
    names = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    targets = (target for node in body if isinstance(node, ast.Assign) for target in node.targets)
    return frozenset(names | {target.id for target in targets if isinstance(target, ast.Name)})


def _name(lesson: Released, index: int) -> str:
    return str(lesson.notebook.cells[index].metadata.nbgrader.grade_id)
