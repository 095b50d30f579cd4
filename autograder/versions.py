"""The versions of torch and Python that the course was tested with.

pyproject.toml allows these and no others; `make test-torch` tests another.

TORCH, PYTHON   their minor releases, oldest first
untested        the warning about another torch
minor           a version's minor release
"""

# Tested on the whole corpus of nine lessons: Python 3.11 with torch 2.13 and 2.14, 3.12 with 2.13, 3.13 with 2.14.
# 2.12.1 was tried and left out: it wants an older setuptools than the lock has, and refuses the kernels that
# observe/shapes.py puts in place of torch's.
TORCH = ("2.13", "2.14")
PYTHON = ("3.11", "3.12", "3.13")


def untested(torch: str) -> str:
    """Return a line if this version of torch is untested; empty if it is tested."""
    if minor(torch) in TORCH:
        return ""
    return f"torch {torch} is untested: expected {' or '.join(TORCH)}; what the course counts may be wrong."


def minor(version: str) -> str:
    """Return the minor release of a version: 2.13 for 2.13.0+cpu."""
    return ".".join(version.split(".")[:2])
