"""A document of docs/, followed word for word: commands are run, files written, outputs compared with it."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
# A block; if it is a file's, the line above it ends with its path.
BLOCK = re.compile(r"(?:`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Followed:
    """The folder that its commands ended in, and what each block of commands printed."""

    course: Path
    printed: list[tuple[str, str]]


def follow(document: str, folder: Path) -> Followed:
    """Follow a document; each block of text must hold lines of what the commands above it print, in order."""
    home, printed = folder, list[tuple[str, str]]()
    for place, language, text in BLOCK.findall((DOCS / document).read_text(encoding="utf-8")):
        if language == "bash":
            output, folder = _run(text, folder, home)
            printed.append((text, output))
        elif place:
            (folder / place).write_text(text, encoding="utf-8")
        elif language == "text":
            left = printed[-1][1]
            for line in text.splitlines():
                assert line in left, f"«{line}» is not printed by\n{printed[-1][0]}but\n{left}"
                left = left.partition(line)[2]
        else:
            assert len(text.splitlines()) < 5, f"a file whose place the line above does not end with:\n{text}"
            exec(compile(text, f"a block of {document}", "exec"), {})
    return Followed(folder, printed)


def _run(commands: str, folder: Path, home: Path) -> tuple[str, Path]:
    """Run a block of commands as a shell in its environment does; return what it printed and where it ended."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "AUTOGRADER_DATA": str(home), "COLUMNS": "100"}
    environment |= {"JUPYTER_DATA_DIR": str(home / "jupyter"), "JUPYTER_CONFIG_DIR": str(home / "jupyter_config")}
    done = subprocess.run(
        ["bash", "-e"], input=f"{commands}pwd\n", cwd=folder, env=environment, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, f"{commands}{done.stdout[-3000:]}"
    *lines, place = done.stdout.splitlines()
    return "\n".join(lines), Path(place)
