"""The parts of the course's site, one by one; tests/browser/test_site.py opens all of it."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from matplotlib.figure import Figure

import autograder

ROOT = Path(__file__).parents[1]
SITE = ROOT / "docs" / "site"


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"site_{name}", SITE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def build() -> ModuleType:
    return module("build")


@pytest.fixture(scope="module")
def frames() -> ModuleType:
    return module("frames")


def test_the_front_page_shows_a_card_and_leads_to_each_lesson_by_what_it_asks_for(build):
    front = build.front(build.lessons(), ["teaching"])
    assert front.count(":alt: The card of an answer") == 2
    assert {"only-light", "only-dark"} <= set(front.split())
    for path in build.lessons():
        assert re.search(rf"^\| \[{path.stem[:2]} [^\]]+\]\(lessons/{path.name}\) \| \S", front, re.MULTILINE)
    assert not re.search(r"^\{\w+\}$", front, re.MULTILINE), "a place is left open"


@pytest.mark.parametrize(
    ("count", "places"), [(1, [0]), (3, [0, 1, 2]), (6, [0, 1, 2, 3, 4, 5]), (16, [0, 3, 6, 9, 12, 15])]
)
def test_a_slider_becomes_a_few_frames_from_first_to_last(frames, count, places):
    assert frames.chosen(count) == places


@pytest.fixture
def on_the_page(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stands on the page, each place with its last content."""
    shown: list[str] = []

    class Handle:
        def update(self, page):
            shown[-1] = page.data

    def display(page, *, display_id):
        assert display_id
        shown.append(page.data)
        return Handle()

    monkeypatch.setattr("IPython.display.display", display)
    return shown


def test_each_frame_says_where_the_slider_stands(frames, on_the_page):
    frames.frames(lambda i: (Figure(figsize=(1, 1)), f"picture <{i}>"), 2, "turn", ["0°", "a < b"])
    (shown,) = on_the_page
    assert shown.count("checked") == 1
    assert re.findall(r"> (turn [^<]*)</label>", shown) == ["turn 0°", "turn a &lt; b"]
    assert re.findall(r'alt="([^"]*)"', shown) == ["picture &lt;0&gt;", "picture &lt;1&gt;"]


def test_frames_show_what_was_measured_after_them(frames, on_the_page):
    said = ["not yet measured"]
    redraw = frames.frames(lambda i: (Figure(figsize=(1, 1)), f"{said[-1]}, {i}"), 2, "which")
    said.append("2 ms")
    redraw()
    (shown,) = on_the_page
    assert re.findall(r'alt="([^"]*)"', shown) == ["2 ms, 0", "2 ms, 1"]


def test_the_reference_has_all_that_a_notebook_imports():
    api = (SITE / "api.md").read_text(encoding="utf-8")
    assert f"from autograder import {', '.join(autograder.__all__)}\n" in api
    told = re.findall(r"^\.\. auto(?:function|module):: autograder\.(\w+)$", api, re.MULTILINE)
    assert {*autograder.__all__} <= {*told}


def test_guides_link_to_each_other_and_name_other_files(build):
    text = "[how](docs/authoring.md#an-end), [rules](SECURITY.md), [the lock](requirements.lock), [it](https://a.b)"
    linked = build.linked(text, ROOT / "README.md")
    assert linked == "[how](authoring.md#an-end), [rules](security.md), `requirements.lock`, [it](https://a.b)"


def test_answers_are_folded_and_nothing_else(build):
    (first, *_) = build.lessons()
    folded = build.folded(nbformat.read(first, as_version=4))
    hidden = [cell for cell in folded.cells if "hide-input" in cell.metadata.get("tags", [])]
    assert hidden
    assert all(cell.metadata["nbgrader"]["solution"] for cell in hidden)


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ('<a href="none.html">', "none.html is not there"),
        ('<a href="other.html#nowhere">', "has no such place"),
        ('<script src="https://cdn.example/x.js">', "is fetched from elsewhere"),
        ('<a href="other.html#here">', ""),
        ('<a href="https://example.org">', ""),
    ],
)
def test_a_link_that_leads_nowhere_is_found(build, tmp_path, tag, says):
    (tmp_path / "index.html").write_text(tag)
    (tmp_path / "other.html").write_text('<p id="here">')
    found = list(build.broken(tmp_path))
    assert [says in each for each in found] == ([True] if says else [])
