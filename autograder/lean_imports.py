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


def leave_out() -> None:
    """Leave out what jsonschema checks rare forms by, the grammar of IRIs above all, and nbgrader's part of JupyterLab.

    jsonschema does without what is not installed. Whoever imports anything of nbgrader's imports its four extensions of
    Jupyter's server, and with them all its commands; no program of ours is that server.
    """
    for name in _FORMS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # Python's way to say «not installed»
    for name in _EXTENSIONS if "nbgrader" not in sys.modules else ():
        unused = ModuleType(f"nbgrader.server_extensions.{name}")
        unused.__dict__["load_jupyter_server_extension"] = None
        sys.modules.setdefault(unused.__name__, unused)


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
