"""Make the README's pictures from real runs: `python docs/make_pictures.py`, in the course's environment.

card.png, card_dark.png   `check` on an answer that evaluates f once a row, in JupyterLab's two themes
class_table.svg           the demo class, graded

Chromium must be installed: it draws the cards. Seeds and times differ from run to run, and so do the pictures.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from jupyter_core.paths import jupyter_path
from PIL import Image, ImageChops, ImageOps
from rich.console import CONSOLE_SVG_FORMAT, Console
from torch import Tensor

DOCS = Path(__file__).parent
THEMES = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTH, TALLEST, SCALE = 900, 3000, 2
MARGIN, COLUMNS = 12, 100
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)


def jacobian_by_rows(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Give J row by row, as many write it first."""
    x = x.detach().clone().requires_grad_()
    rows = []
    for i in range(f(x).shape[0]):
        (row,) = torch.autograd.grad(f(x)[i], x)
        rows.append(row)
    return torch.stack(rows)


def find_browser() -> str | None:
    """Return a chromium's path, or None where none is installed."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def browse(browser: str, page: Path, *options: str) -> str:
    """Open a page without a window, a network or a profile of the user's; return what is printed.

    Raises CalledProcessError or TimeoutExpired.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *QUIET, f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND"]
        command += [*options, page.resolve().as_uri()]
        done = subprocess.run(command, check=True, timeout=120, capture_output=True, text=True)
    return done.stdout


def screenshot(browser: str, page: Path, picture: Path, scale: float = SCALE) -> None:
    """Draw a page and cut away the empty rim around what is on it, except for a margin."""
    size = [f"--window-size={WIDTH},{TALLEST}", f"--force-device-scale-factor={scale:g}"]
    browse(browser, page, *size, f"--screenshot={picture.resolve()}")
    image = Image.open(picture).convert("RGB")
    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))
    box = ImageChops.difference(image, ground).getbbox()
    if box is None:
        raise SystemExit(f"{picture.name}: expected a picture, found an empty page. Next: open {page} in a browser.")
    cut = ImageOps.expand(image.crop(box), round(MARGIN * scale), image.getpixel((0, 0)))
    cut.quantize(256).save(picture, optimize=True)


def lab_page(body: str, theme: str) -> str:
    """Return HTML as it stands among a notebook's outputs in JupyterLab, in its light or its dark theme."""
    static = next(
        path for root in jupyter_path("nbconvert", "templates") if (path := Path(root, "lab/static")).is_dir()
    )
    style = "".join((static / f"{name}.css").read_text(encoding="utf-8") for name in ("index", f"theme-{theme}"))
    ground = "body { background: var(--jp-layout-color0); margin: 0; padding: 24px; }"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{theme}</title>'
        f"<style>{style}{ground}</style></head>"
        '<body class="jp-Notebook"><main><div class="jp-OutputArea-child">'  # as wide as the page
        '<div class="jp-RenderedHTMLCommon jp-RenderedHTML jp-OutputArea-output">'
        f"{body}</div></div></main></body></html>"
    )


def draw_card(browser: str) -> list[Path]:
    """Draw the card of the answer above in both themes."""
    from autograder.answer_key import key_for
    from autograder.judge import judge
    from autograder.observe import observe
    from autograder.present.card import card_html
    from autograder.questions import question

    # Without `check`: it keeps a learner's progress, and a mistake's first card only asks.
    about = question("jacobian_by_rows")
    assert about is not None
    card = card_html(judge(observe(about, jacobian_by_rows, 0), key_for(about, 0)), about.title)
    pictures = []
    with TemporaryDirectory() as folder:
        for theme in THEMES:
            page = Path(folder, f"{theme}.html")
            page.write_text(lab_page(card, theme), encoding="utf-8")
            pictures.append(DOCS / ("card.png" if theme == "light" else f"card_{theme}.png"))
            screenshot(browser, page, pictures[-1])
    return pictures


def draw_class_table() -> Path:
    """Grade the demo class in a folder of its own and draw its table as a terminal shows it."""
    from autograder.classroom.course import demo
    from autograder.classroom.course.folders import ClassFolders
    from autograder.classroom.pipeline import grade_class
    from autograder.classroom.record.results import row_of
    from autograder.present.report import class_table

    with TemporaryDirectory() as folder:
        folders = ClassFolders(Path(folder, demo.FOLDER), demo.folders().lessons)
        lessons = demo.hand_in(folders)
        rows = [row_of(found) for found in grade_class(folders, lessons[:1], limits=demo.LIMITS)]
    console = Console(width=COLUMNS, file=StringIO(), record=True, force_terminal=True, legacy_windows=False)
    console.print(class_table(rows))
    picture = DOCS / "class_table.svg"
    # A page that shows a picture fetches nothing for it: the reader's own fixed-width font has to do.
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = form.replace("Fira Code", "DejaVu Sans Mono")
    command = f"autograder grade {lessons[0]}"
    picture.write_text(console.export_svg(title=command, code_format=form, unique_id="class-table"), encoding="utf-8")
    return picture


def main() -> None:
    """Make every picture and say where it is."""
    os.environ.pop("AUTOGRADER_OBSERVE_ONLY", None)
    browser = find_browser()
    if browser is None:
        sys.exit(f"make_pictures: expected one of {', '.join(BROWSERS)}, found none. Next: install chromium.")
    for picture in (*draw_card(browser), draw_class_table()):
        print(picture)


if __name__ == "__main__":
    main()
