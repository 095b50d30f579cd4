"""What imports need not do.

leave_out    to be called before any notebook format, or anything of nbgrader's, is imported
uncollected  a context for imports: no garbage is looked for
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# What jsonschema checks a field of such a form by, each in case that a schema has one; no notebook's has.
_FORMS = ("rfc3987_syntax", "isoduration", "uri_template", "webcolors")
_EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
# What nothing of ours uses of a library that is imported whole: module → the name that is asked of it there.
_UNUSED = {f"nbgrader.server_extensions.{name}": "load_jupyter_server_extension" for name in _EXTENSIONS} | {
    "nbgrader.auth.jupyterhub": "JupyterHubAuthPlugin",  # whom a hub knows, asked over the network: with requests
}


def leave_out() -> None:
    """Leave out what nothing of ours uses: the grammar of IRIs above all, and nbgrader's parts of JupyterLab and a hub.

    jsonschema does without what is not installed. Whoever imports anything of nbgrader's imports its four extensions of
    Jupyter's server, and with them all its commands; no program of ours is that server.
    """
    for name in _FORMS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # Python's way to say «not installed»
    for name, asked in _UNUSED.items() if "nbgrader" not in sys.modules else ():
        unused = ModuleType(name)
        unused.__dict__[asked] = None
        sys.modules.setdefault(name, unused)


@contextmanager
def uncollected() -> Iterator[None]:
    """Have the garbage collector rest while the block imports.

    It would walk the growing heap hundreds of times, and find little: a quarter of the time in which torch is imported.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
