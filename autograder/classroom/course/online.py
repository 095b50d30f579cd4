"""Two cells for a lesson that is opened online, on Colab or Binder: links that open it there, and one to install.

Offers: `add_online_cells`.
"""

import nbformat
from nbformat import NotebookNode

from autograder.classroom.course.places import LESSONS, notebook_of
from autograder.execute.submission import DEMO_TAG

_GITHUB = "https://github.com/"
_LINKS = (
    "Open this lesson [in Colab](https://colab.research.google.com/github/{repository}/blob/main/{path})"
    " or [on Binder](https://mybinder.org/v2/gh/{repository}/main?urlpath=lab/tree/{path})."
)
_INSTALL = """# Does nothing where the course is installed; on Colab, say, it isn't.
import importlib.util

if importlib.util.find_spec("autograder") is None:
    %pip install --quiet git+{address}"""


def add_online_cells(notebook: NotebookNode, lesson: str, address: str) -> None:
    """Put the links, and a cell that installs the course, below a lesson's first cell; do nothing without an address.

    `address` is class.toml's: https://github.com/OWNER/REPOSITORY.
    """
    if not address:
        return
    repository, path = address.removeprefix(_GITHUB), notebook_of(LESSONS, lesson)
    links = nbformat.v4.new_markdown_cell(_LINKS.format(repository=repository, path=path), id="elsewhere")
    install = nbformat.v4.new_code_cell(_INSTALL.format(address=address), id="install", metadata={"tags": [DEMO_TAG]})
    notebook.cells[1:1] = [links, install]
