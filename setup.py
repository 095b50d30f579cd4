"""What pyproject.toml can't say: lessons, solutions and nbgrader's settings go into the wheel from where they lie.

In a clone, and so in an editable install, they stay at the top and nothing is copied: `places.shipped` knows both.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
# A lesson's files are named like its folder; whatever else lies there is litter.
MATERIAL = [
    ROOT / "nbgrader_config.py",
    ROOT / "nbgrader_config.json",
    *(path for path in ROOT.glob("lessons/*/*.ipynb") if path.stem == path.parent.name),
    *(path for path in ROOT.glob("solutions/*/*.*") if path.stem == path.parent.name),
]


class BuildWithMaterial(build_py):
    """Build the package as it is now, and put the course's material inside it."""

    def run(self) -> None:
        """Copy the package, then the material; what an earlier build left goes first, or it would be in the wheel."""
        if self.editable_mode:
            return super().run()
        package = Path(self.build_lib, "autograder")
        shutil.rmtree(package, ignore_errors=True)
        super().run()
        for path in MATERIAL:
            target = package / "shipped" / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        return None


setup(cmdclass={"build_py": BuildWithMaterial})
