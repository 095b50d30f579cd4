"""docs/authoring.md, followed word for word in an empty folder: commands are run, files written, outputs held to it."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.execute import sandbox_lacks

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(sandbox_lacks()), reason="this machine can't hold a kernel in a box"),
]
ROOT = Path(__file__).parents[1]
# A block, and the path that the line above it ends with, where it is a file's.
BLOCK = re.compile(r"(?:`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LESSON = "50_bending"


@dataclass(frozen=True)
class Followed:
    """The course that came of it, and what each block of commands printed."""

    course: Path
    printed: list[tuple[str, str]]


def blocks() -> list[tuple[str, str, str]]:
    """Return the document's blocks: the path of a file's, what it is written in, its text."""
    return BLOCK.findall((ROOT / "docs" / "authoring.md").read_text(encoding="utf-8"))


def run(commands: str, folder: Path) -> tuple[str, Path]:
    """Run a block of commands as a shell in its environment does; return what it printed and where it ended."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "AUTOGRADER_DATA": str(folder), "COLUMNS": "100"}
    done = subprocess.run(
        ["bash", "-e"], input=f"{commands}pwd\n", cwd=folder, env=environment, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    *lines, place = done.stdout.splitlines()
    return "\n".join(lines), Path(place)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    printed: list[tuple[str, str]] = []
    for place, language, text in blocks():
        if language == "bash":
            output, folder = run(text, folder)
            printed.append((text, output))
        elif language == "text":
            left = printed[-1][1]
            for line in text.splitlines():
                assert line in left, f"«{line}» is not printed by\n{printed[-1][0]}but\n{left}"
                left = left.partition(line)[2]
        elif place:
            (folder / place).write_text(text, encoding="utf-8")
        else:
            assert len(text.splitlines()) < 5, f"a file whose place the line above does not end with:\n{text}"
            exec(compile(text, "a block of authoring.md", "exec"), {})
    return Followed(folder, printed)


def test_the_document_does_what_it_says(followed):
    """Its commands end well, and print what it shows."""
    assert followed.course.name == "my_course"
    ours, theirs = (output for text, output in followed.printed if "autograder export" in text)
    assert ours.splitlines()[-2:] == theirs.splitlines()[-2:]


@pytest.mark.parametrize("written", ["feedback/ada/{0}/{0}.html", "autograded/ada/{0}/{0}.ipynb"])
def test_the_result_is_graded_with_all_four_criteria(followed, written):
    """Its solution earns every point: as `autograder grade` says on the page, nbgrader in the notebook."""
    page = (followed.course / written.format(LESSON)).read_text(encoding="utf-8")
    assert "6 of 6 points" in page
    for criterion in ("value", "method", "cost", "trend"):
        assert re.search(rf"\b{criterion}\b", page), criterion
