"""The packages that class.toml allows besides the course's own.

expect_packages  raise MachineError if one isn't installed here
allowed_modules  the modules that they hold, as `import` names them
"""

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version

from autograder import course_folder
from autograder.class_settings import FILE, class_settings
from autograder.errors import MachineError


def expect_packages(packages: tuple[str, ...]) -> None:
    """Raise MachineError for the first package of a class that this environment lacks."""
    for name in packages:
        try:
            version(name)
        except PackageNotFoundError as error:
            where = f"{FILE}, [grading] packages"
            step = f"Install it: `pip install {name}`."
            raise MachineError(where, f"«{name}» in the environment that grades", "none", step) from error


@cache
def allowed_modules() -> frozenset[str]:
    """Return the modules of the packages that this process's class allows: «scikit-learn» holds sklearn."""
    asked = {_canonical(name) for name in class_settings(course_folder.at_work()).packages}
    if not asked:
        return frozenset()
    held = packages_distributions().items()
    return frozenset(module for module, names in held if asked & {_canonical(name) for name in names})


def _canonical(name: str) -> str:
    """Return the one normal form of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
