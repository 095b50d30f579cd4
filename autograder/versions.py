"""The versions that the course is for; pyproject.toml allows these and no others, and `make test-torch` tries one.

TORCH, PYTHON   their minor releases, oldest first
untried         one line where torch is another
"""

# Tried so far on the whole corpus of nine lessons: Python 3.11 with torch 2.13 and 2.14, 3.13 with 2.14; Python 3.12
# with 2.14 before lessons 07 to 09 came.
TORCH = ("2.13", "2.14")
PYTHON = ("3.11", "3.12", "3.13")


def untried(torch: str) -> str:
    """Return one line where torch's version is none of those proved, and nothing where it is."""
    if minor(torch) in TORCH:
        return ""
    proved = " and ".join(TORCH)
    return f"torch {torch} is untried: expected {proved}; what the course counts may be wrong."


def minor(version: str) -> str:
    """Return the minor release of a version: 2.13 for 2.13.0+cpu."""
    return ".".join(version.split(".")[:2])
