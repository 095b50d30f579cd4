"""The course's site, made and opened in a browser."""

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SITE = Path(__file__).parents[2] / "docs" / "site"


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its first lesson, made with that lesson's small sizes."""
    pytest.importorskip("myst_nb", reason="the site is made with what `make site` installs")
    to = tmp_path_factory.mktemp("site")
    words = [sys.executable, str(SITE / "build.py"), "--only", "01", "--fast", "--to", str(to)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return to / "html"


@pytest.mark.long
@pytest.mark.parametrize("width", [500, 1300])
def test_a_lesson_opens_in_a_browser_and_asks_nothing_of_the_net(
    html: Path, browser: str, pictures: ModuleType, width: int
) -> None:
    """Formulas are set, frames are chosen without a kernel, cards are there, answers are folded, nothing is cut."""
    page = html / "lessons/01_row_by_row.html"
    looking = page.with_name("looking.html")
    script = (Path(__file__).parent / "site.js").read_text(encoding="utf-8")
    looking.write_text(page.read_text().replace("</body>", f"<script>{script}</script></body>"))
    dom = pictures.browse(browser, looking, f"--window-size={width},1200", "--virtual-time-budget=20000", "--dump-dom")
    found = re.search(r'id="seen">(.*?)</script>', dom, re.DOTALL)
    assert found is not None
    seen = json.loads(found[1])
    assert seen["before"][:2] == ["block", "none"]
    assert seen["after"][:2] == ["none", "block"]
    assert seen["formulas"] > 20
    assert not seen["unset"]
    assert (seen["cards"], seen["folded"]) == (3, 3)
    assert seen["wider"] <= 0
    assert seen["themes"]
    assert seen["search"] == 1
    assert "&lt;function" not in page.read_text()


@pytest.mark.long
def test_every_guide_is_a_page_and_search_knows_the_words(html: Path) -> None:
    for page in ("authoring", "security", "contributing", "changelog", "api", "search"):
        assert (html / f"{page}.html").is_file()
    assert "cotang" in (html / "searchindex.js").read_text()
