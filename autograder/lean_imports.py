"""Faster imports of other people's libraries.

leave_out    import less: to be called before nbformat or anything of nbgrader's is imported
uncollected  import without garbage collection
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# Libraries that jsonschema imports in case that a schema has a field of a certain form; no notebook's has.
_FORMS = ("rfc3987_syntax", "isoduration", "uri_template", "webcolors")
_EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
# Modules of nbgrader's that nothing of ours uses → the name that nbgrader imports from each.
_UNUSED = {f"nbgrader.server_extensions.{name}": "load_jupyter_server_extension" for name in _EXTENSIONS} | {
    "nbgrader.auth.jupyterhub": "JupyterHubAuthPlugin",  # asks a JupyterHub over the network, and imports requests
}


def leave_out() -> None:
    """Leave out what nothing of ours uses: above all the grammar of IRIs, and nbgrader's parts of JupyterLab and a hub.

    jsonschema does without what is not installed. Any import from nbgrader imports its four extensions of Jupyter's
    server, and with them all its commands; no program of ours is that server.
    """
    for name in _FORMS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # for Python, a module that is not installed
    for name, asked in _UNUSED.items() if "nbgrader" not in sys.modules else ():
        unused = ModuleType(name)
        unused.__dict__[asked] = None
        sys.modules.setdefault(name, unused)


@contextmanager
def uncollected() -> Iterator[None]:
    """Switch the garbage collector off while the block imports.

    It would walk the growing heap hundreds of times and find little: a quarter of the time of torch's import.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
