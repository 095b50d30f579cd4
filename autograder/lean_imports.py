"""What imports need not do.

leave_out    to be called before any notebook format is imported
uncollected  a context for imports: no garbage is looked for
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def leave_out() -> None:
    """Leave out the grammar of IRIs that jsonschema builds, in case that a schema has a field of that form.

    No notebook has one, and jsonschema does without where the grammar's package is not installed.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # Python's way to say «not installed»


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
