"""A real browser, without a window. If none is installed the tests are skipped, or fail if NEEDED is set."""

import importlib.util
import itertools
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support import browser_page
from support.browser_page import Page

ROOT = Path(__file__).parents[2]
# Set where a browser must be there (.ci/run installs chromium for these tests).
NEEDED = "AUTOGRADER_NEEDS_BROWSER"


@pytest.fixture(scope="session")
def pictures() -> ModuleType:
    """docs/make_pictures.py, which knows how to drive the browser."""
    spec = importlib.util.spec_from_file_location("make_pictures", ROOT / "docs" / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser(pictures: ModuleType) -> str:
    """The path of a chromium."""
    found = pictures.find_browser()
    if found is None:
        says = (
            f"no chromium: expected one of {', '.join(pictures.BROWSERS)} on the path. Next: apt-get install chromium"
        )
        if os.environ.get(NEEDED):
            pytest.fail(says)
        pytest.skip(says)
    return str(found)


@pytest.fixture(scope="session")
def window(browser: str, pictures: ModuleType) -> Iterator[Page]:
    """One page for all tests, since a browser takes long to start. It has no network."""
    with browser_page.opened(browser, (*pictures.QUIET, "--host-resolver-rules=MAP * ~NOTFOUND")) as page:
        yield page


@pytest.fixture
def look(window: Page) -> Callable[..., dict[str, Any]]:
    """HTML file → what look.js saw of the elements that a selector names."""
    script = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
    looks = itertools.count()

    def look(page: Path, selector: str, width: int = 900) -> dict[str, Any]:
        text = page.read_text(encoding="utf-8")
        looking = page.with_name(f"look-{page.name}")
        looking.write_text(
            text.replace("</body>", f"<script>const SELECTOR = {json.dumps(selector)};\n{script}</script></body>"),
            encoding="utf-8",
        )
        address = f"{looking.resolve().as_uri()}?{next(looks)}"  # a new address each time
        window.resize(width, 1200)
        window.open(address)
        window.wait(f"location.href === {json.dumps(address)} && document.querySelector('#looked')", "its scripts")
        return dict(json.loads(window.evaluate("document.querySelector('#looked').textContent")))

    return look
