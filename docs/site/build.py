"""Make the course's site in build/site/html: `make site`. Nothing is downloaded.

pages   gathered into build/site/pages: those of this folder, the guides of docs/, the lessons as they were run
run     a lesson's own notebook, executed once for each state of its source and of the package; sliders become frames
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.present.ending import anchor

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SITE = ROOT / "build" / "site"
# Page → the file that it is; those of the guides that are there stand in the menu in this order.
GUIDES = {
    "teaching": ROOT / "docs/teaching.md",
    "authoring": ROOT / "docs/authoring.md",
    "security": ROOT / "SECURITY.md",
    "contributing": ROOT / "CONTRIBUTING.md",
}
OTHERS = {"changelog": ROOT / "CHANGELOG.md"}
README = ROOT / "README.md"
# Theme → the picture of a card in it; the front page shows the one of the reader's.
CARDS = {"light": "card.png", "dark": "card_dark.png"}
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)")
_HEADING = re.compile(r"^##+ (.*)$", re.MULTILINE)
_FRAMES = """import sys
sys.path.insert(0, {folder!r})
from frames import frames
from autograder import figures
figures.browse = frames"""
_SECONDS = 600


def lessons() -> list[Path]:
    """Return the lessons' own notebooks, in order."""
    return sorted(path for path in (ROOT / "solutions").glob("*/*.ipynb") if path.stem == path.parent.name)


def gathered(names: list[Path], pages: Path, executed: Path, fast: bool) -> None:
    """Put every page where Sphinx looks for it."""
    shutil.rmtree(pages, ignore_errors=True)
    (pages / "lessons").mkdir(parents=True)
    guides = {page: path for page, path in GUIDES.items() if path.is_file()}
    for page, path in (guides | OTHERS).items():
        (pages / f"{page}.md").write_text(linked(path.read_text(encoding="utf-8"), path), encoding="utf-8")
    for picture in CARDS.values():
        shutil.copy(ROOT / "docs" / picture, pages)
    (pages / "index.md").write_text(front(names, list(guides)), encoding="utf-8")
    shutil.copy(HERE / "api.md", pages)
    for path in names:
        nbformat.write(run(path, executed, fast), pages / "lessons" / path.name)


def front(names: list[Path], guides: list[str]) -> str:
    """Return the front page: README's picture of a card, and its table of the lessons, each of them a link."""
    readme = README.read_text(encoding="utf-8")
    said = re.search(r'alt="(The card [^"]*)"', readme)
    table = re.search(r"^\| lesson \|.*?(?=\n\n)", readme, re.MULTILINE | re.DOTALL)
    if said is None or table is None:
        sys.exit("README.md: expected the picture of a card and the table of lessons, which the front page shows")
    cards = [f"```{{image}} {file}\n:alt: {said[1]}\n:class: only-{theme}\n```" for theme, file in CARDS.items()]
    pages = {path.stem[:2]: f"lessons/{path.name}" for path in names}
    lessons = re.sub(
        r"^\| (\d\d) ([^|]*) \|",
        lambda row: f"| [{row[1]} {row[2]}]({pages[row[1]]}) |" if row[1] in pages else row[0],
        table[0],
        flags=re.MULTILINE,
    )
    parts = {"{card}": "\n\n".join(cards), "{lessons}": lessons, "{guides}": "\n".join(guides)}
    index = (HERE / "index.md").read_text(encoding="utf-8")
    for place, text in parts.items():
        index = index.replace(place, text)
    return index


def linked(text: str, source: Path) -> str:
    """Return a guide's text: links to other guides become links between pages, other files are named alone."""
    page_of = {path.resolve(): page for page, path in (GUIDES | OTHERS).items() if path.is_file()}

    def link(found: re.Match[str]) -> str:
        says, file, anchor = found.groups("")
        page = page_of.get((source.parent / file).resolve())
        return f"[{says}]({page}.md{anchor})" if page else f"`{file}`"

    return _LINK.sub(link, text)


def run(path: Path, executed: Path, fast: bool) -> NotebookNode:
    """Return a lesson's notebook with the outputs of a run on this machine; one of the same state is not run again."""
    state = hashlib.sha256(bytes([fast]))
    for file in (path, *sorted((ROOT / "autograder").rglob("*.py")), HERE / "frames.py"):
        state.update(file.read_bytes())
    kept = executed / f"{path.stem}-{state.hexdigest()[:16]}.ipynb"
    if not kept.is_file():
        print(f"running {path.stem}", flush=True)
        executed.mkdir(parents=True, exist_ok=True)
        notebook = nbformat.read(path, as_version=4)
        with TemporaryDirectory() as folder:
            _execute(notebook, Path(folder), fast)
        for old in executed.glob(f"{path.stem}-*.ipynb"):
            old.unlink()
        nbformat.write(notebook, kept)
    return folded(nbformat.read(kept, as_version=4))


def _execute(notebook: NotebookNode, folder: Path, fast: bool) -> None:
    """Run a notebook in place, with a learner's progress of its own."""
    first = nbformat.v4.new_code_cell(_FRAMES.format(folder=str(HERE)))
    if fast:
        place = next(i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
        notebook.cells.insert(place + 1, nbformat.v4.new_code_cell("fast = True"))
    notebook.cells.insert(0, first)
    environment = os.environ | {"AUTOGRADER_DATA": str(folder), "OMP_NUM_THREADS": "1"}
    place_to_run = {"metadata": {"path": str(folder)}}
    sockets = Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "k")}})  # no port for others
    client = NotebookClient(notebook, timeout=_SECONDS, kernel_name="python3", resources=place_to_run, config=sockets)
    client.execute(env=environment)
    del notebook.cells[0]
    if fast:
        del notebook.cells[place + 1]


def folded(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook whose answers a reader opens one by one; its headings are found by JupyterLab's names too."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":  # a card's link to the next exercise leads to its heading
            cell.source = _HEADING.sub(_with_place, cell.source)
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("solution"):
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-input"]
            cell.metadata["mystnb"] = {"code_prompt_show": "Show the lesson's answer", "code_prompt_hide": "Hide it"}
    return notebook


def _with_place(heading: re.Match[str]) -> str:
    return f'<span id="{escape(anchor(heading[1])[1:], quote=True)}"></span>\n\n{heading[0]}'


def broken(html: Path) -> Iterator[str]:
    """Yield links within the site that lead nowhere, and everything that a page would fetch from elsewhere."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(html.rglob("*.html"))}
    ids = {path: set(map(unescape, re.findall(r'\sid="([^"]+)"', text))) for path, text in pages.items()}
    for path, text in pages.items():
        for tag, target in re.findall(r'<(a|img|script|link|iframe)\b[^>]*?\s(?:href|src)="([^"]*)"', text):
            target = unescape(target)
            where = f"{path.relative_to(html)}: {target}"
            if re.match(r"https?:|//", target):
                if tag != "a":
                    yield f"{where} is fetched from elsewhere"
            elif not target.startswith(("data:", "mailto:")):
                name, _, spot = target.partition("#")
                page = (path.parent / name.split("?")[0]).resolve() if name else path
                if not page.exists():
                    yield f"{where} is not there"
                elif spot and page in ids and spot not in ids[page]:
                    yield f"{where} has no such place"


def main() -> int:
    """Run the lessons, gather the pages, have Sphinx make them, and check every link within."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--fast", action="store_true", help="run the lessons with their small sizes")
    words.add_argument("--only", metavar="NN", help="this lesson alone")
    words.add_argument("--to", type=Path, default=SITE, help="where to make it")
    asked = words.parse_args()
    html = asked.to / "html"
    names = [path for path in lessons() if path.stem.startswith(asked.only or "")]
    gathered(names, asked.to / "pages", asked.to / "executed", asked.fast)
    shutil.rmtree(html, ignore_errors=True)
    sphinx = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", "-c", str(HERE)]
    code = subprocess.run([*sphinx, str(asked.to / "pages"), str(html)], check=False).returncode
    faults = list(broken(html)) if code == 0 else []
    for fault in faults:
        print(fault, file=sys.stderr)
    if code == 0 and not faults:
        print(f"made {html / 'index.html'}")
    return 1 if code or faults else 0


if __name__ == "__main__":
    sys.exit(main())
