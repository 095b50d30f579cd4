"""A figure as front ends show it: told in words, an image beside its HTML, a note above it where there is one."""

import inspect
import re
from base64 import b64decode
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pkgutil import iter_modules

import matplotlib
import pytest
from matplotlib.figure import Figure
from PIL import Image

import autograder.figures
from autograder.figures import batching, say
from autograder.figures.picture import Picture

NOTE = "This machine is busy: trust the counts."


@pytest.fixture(scope="module")
def plain() -> Picture:
    return Picture.of(Figure(figsize=(4, 2)), 'a "b" <c>')


def pixels(picture: Picture) -> tuple[int, int]:
    return Image.open(BytesIO(b64decode(picture.png))).size


def test_its_words_are_text_in_html(plain: Picture) -> None:
    assert '<img alt="a &#34;b&#34; &lt;c&gt;" ' in plain.data("one")["text/html"]
    assert plain.data()["image/png"] == plain.png
    assert plain.metadata == {"image/png": {"width": 384, "alt": 'a "b" <c>'}}


def test_a_note_stands_above_it_and_in_its_words(plain: Picture) -> None:
    noted = Picture.of(Figure(figsize=(4, 2)), "a figure", NOTE)
    assert noted.alt == f"{NOTE} a figure"
    (width, height), (_, taller) = pixels(plain), pixels(noted)
    assert taller > height
    with Image.open(BytesIO(b64decode(noted.png))) as image:
        strip = image.convert("RGB").crop((0, 0, width, taller - height))
        assert len(strip.getcolors(1 << 20)) > 10  # letters, not ground alone


def test_it_is_the_same_whatever_is_set_in_matplotlib() -> None:
    given = (2, 64), {"loop": (1e-3, 3e-2), "mapped": (4e-3, 4e-3)}
    ours = Picture.of(*batching.lead(*given))
    with matplotlib.rc_context({"font.size": 22, "axes.grid": True, "savefig.bbox": "tight", "lines.linewidth": 9}):
        assert Picture.of(*batching.lead(*given)) == ours
        assert matplotlib.rcParams["font.size"] == 22


def test_every_figure_is_drawn_in_our_style() -> None:
    drawing = 0
    for module in iter_modules(autograder.figures.__path__, "autograder.figures."):
        found = import_module(module.name)
        for name, draw in inspect.getmembers(found, inspect.isfunction):
            if draw.__module__ == module.name and not name.startswith("_"):
                gives = str(inspect.signature(draw).return_annotation)
                if "Figure" in gives:
                    drawing += 1
                    assert hasattr(draw, "__wrapped__"), f"{module.name}.{name}: expected @in_our_style"
    assert drawing > 30


def test_sentences_are_prose_where_html_is_shown_and_lines_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[dict[str, str]] = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    say("one < two", "and more")
    (data,) = shown
    assert data == {"text/html": "<p>one &lt; two</p><p>and more</p>", "text/plain": "one < two\nand more"}


def test_no_lesson_prints_what_a_figure_says() -> None:
    lessons = sorted(Path(__file__).parents[2].glob("solutions/*/*.py"))
    assert lessons
    assert [path.name for path in lessons if re.search(r"^print\(said\)", path.read_text("utf-8"), re.M)] == []
