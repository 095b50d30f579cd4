"""A real browser, without a window. Where none is installed the tests say so; where one is needed they fail."""

import importlib.util
import json
import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# Set where chromium was installed for these tests (.ci/run): there, none is a failure.
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


@pytest.fixture
def look(browser: str, pictures: ModuleType) -> Callable[..., dict[str, Any]]:
    """HTML file → what look.js saw of the elements that a selector names."""
    script = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")

    def look(page: Path, selector: str, width: int = 900) -> dict[str, Any]:
        text = page.read_text(encoding="utf-8")
        looking = page.with_name(f"look-{page.name}")
        looking.write_text(
            text.replace("</body>", f"<script>const SELECTOR = {json.dumps(selector)};\n{script}</script></body>"),
            encoding="utf-8",
        )
        seen = pictures.browse(browser, looking, f"--window-size={width},1200", "--dump-dom")
        found = re.search(r'<script type="application/json" id="looked">(.*?)</script>', seen, re.DOTALL)
        assert found is not None, "the page's scripts did not run"
        return dict(json.loads(unescape(found[1])))

    return look
