"""What takes a second to import and is never asked for.

leave_out   to be called before any notebook format is imported
"""

import sys


def leave_out() -> None:
    """Leave out the grammar of IRIs that jsonschema builds, in case that a schema has a field of that form.

    No notebook has one, and jsonschema does without where the grammar's package is not installed.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # Python's way to say «not installed»
