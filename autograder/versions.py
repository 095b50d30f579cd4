"""The versions that the course needs.

pyproject.toml allows the torch and Python that are named here and no others; `make test-torch` tests another.

TORCH, PYTHON    the minor releases that the course was tested with, oldest first
LEAST_LANDLOCK   the least version of Landlock's interface that holds a kernel
untested         the warning about another torch
minor            a version's minor release
"""

# Tested on the whole corpus of nine lessons: Python 3.11, 3.12 and 3.13, each with torch 2.13 and 2.14.
# 2.12.1 was tried and left out: it wants an older setuptools than the lock has, and refuses the kernels that
# observe/shapes.py puts in place of torch's.
TORCH = ("2.13", "2.14")
PYTHON = ("3.11", "3.12", "3.13")
LEAST_LANDLOCK = 3  # Linux 6.2: before it, a file that may not be written could still be cut short


def untested(torch: str) -> str:
    """Return a line if this version of torch is untested; empty if it is tested."""
    if minor(torch) in TORCH:
        return ""
    return f"torch {torch} is untested: expected {' or '.join(TORCH)}; what the course counts may be wrong."


def minor(version: str) -> str:
    """Return the minor release of a version: 2.13 for 2.13.0+cpu."""
    return ".".join(version.split(".")[:2])
