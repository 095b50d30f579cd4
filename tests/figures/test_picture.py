"""A figure as front ends show it: told in words, an image beside its HTML, a note above it where there is one."""

from base64 import b64decode
from io import BytesIO

import pytest
from matplotlib.figure import Figure
from PIL import Image

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
