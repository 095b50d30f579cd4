"""Sphinx's settings for the course's site. `docs/site/build.py` gathers the pages and calls it; nothing is run here."""

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Jacobians, Hessians and their products in PyTorch"
author = PROJECT["authors"][0]["name"]
release = PROJECT["version"]
copyright = author  # noqa: A001  (Sphinx's name)

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx-mathjax-offline"]
exclude_patterns = ["**/.ipynb_checkpoints"]
nb_execution_mode = "off"  # they come executed
nb_merge_streams = True
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 3
autodoc_typehints = "signature"
autodoc_member_order = "bysource"

highlight_language = "none"  # what stands in columns is no Python; guides name their languages

html_theme = "furo"
html_title = project
html_static_path = [str(HERE / "static")]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}

# Docstrings here are text, not reST: names in backticks are code, and what stands in columns keeps them.
default_role = "code"
_COLUMNS = re.compile(r"\S {2,}\S|^\s+\S")


def _as_text(app, what, name, obj, options, lines: list[str]) -> None:  # noqa: ANN001  (Sphinx's event)
    text = []
    for paragraph in "\n".join(lines).strip("\n").split("\n\n"):
        told = paragraph.splitlines()
        if any(_COLUMNS.search(line) for line in told):
            text += ["::", "", *(f"    {line}" for line in told), ""]
        else:
            text += [paragraph.replace("*", r"\*"), ""]
    lines[:] = "\n".join(text).splitlines()


def setup(app) -> None:  # noqa: ANN001  (Sphinx's own object)
    """Have docstrings read as the text that they are."""
    app.connect("autodoc-process-docstring", _as_text)
