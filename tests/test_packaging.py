"""pyproject.toml, requirements.lock and environment.yml name the same packages, at versions that agree."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.versions import PYTHON, TORCH

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
# The course stands on these, whatever else it takes.
CORNERSTONES = {
    "torch",
    "jupyterlab",
    "nbgrader",
    "matplotlib",
    "papermill",
    "jupytext",
    "safetensors",
    "rich",
    "typer",
}
# conda-forge's names, where they are not PyPI's.
CONDA = {"torch": ("pytorch",), "dask": ("dask-core", "distributed"), "fastjsonschema": ("python-fastjsonschema",)}
TOOLS = {"python", "make", "pip"}


SITE = "site"  # an extra with a lock of its own


def asked() -> dict[str, Requirement]:
    """Every package that pyproject.toml names, by its canonical name; not those of the site."""
    extras = (extra for name, extra in EXTRAS.items() if name != SITE)
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in extra)]
    return {canonicalize_name(Requirement(text).name): Requirement(text) for text in texts}


def locked(lock: Path = ROOT / "requirements.lock") -> dict[str, Requirement]:
    """Every pin of a lock, by its package's canonical name."""
    lines = (line.split("#")[0].strip() for line in lock.read_text().splitlines())
    pins = [Requirement(line) for line in lines if line]
    assert len({canonicalize_name(pin.name) for pin in pins}) == len(pins), "a package is pinned twice"
    return {canonicalize_name(pin.name): pin for pin in pins}


def pinned(pin: Requirement) -> str:
    (spec,) = pin.specifier
    assert spec.operator == "==", f"{pin} is no pin"
    return spec.version


def conda() -> tuple[dict[str, str], list[str]]:
    """environment.yml's packages (name → version), and the lines that it leaves to pip."""
    lines = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    (pip,) = [line["pip"] for line in lines if isinstance(line, dict)]
    parts = [re.split(r"(?<![<>])=|(?=[<>])", line, maxsplit=1) for line in lines if isinstance(line, str)]
    return {canonicalize_name(name): rest[0] if rest else "" for name, *rest in parts}, pip


def allowed(tested: tuple[str, ...]) -> str:
    """The range of minor releases, no gap between them, from the first of those tested to the last."""
    major, first = tested[0].split(".")
    assert list(tested) == [f"{major}.{int(first) + step}" for step in range(len(tested))]
    return f">={tested[0]},<{major}.{int(first) + len(tested)}"


def test_python_and_cornerstones() -> None:
    assert PROJECT["requires-python"] == allowed(PYTHON)
    assert str(asked()["torch"].specifier) == str(Requirement(f"torch{allowed(TORCH)}").specifier)
    assert asked().keys() >= CORNERSTONES | {"ipywidgets"}
    assert pinned(locked()["torch"]) == "2.13.0"
    assert conda()[0]["python"] == allowed(PYTHON)


@pytest.mark.parametrize("name", sorted(asked()))
def test_the_lock_is_within_the_ranges(name: str) -> None:
    assert asked()[name].specifier, "a range is missing in pyproject.toml"
    assert asked()[name].specifier.contains(pinned(locked()[name]))
    assert str(asked()[name].marker or "") == str(locked()[name].marker or "")


def test_conda_has_the_same_packages_at_the_locks_versions() -> None:
    channels, pip = conda()
    by_pip = {canonicalize_name(Requirement(line).name): Requirement(line) for line in pip if not line.startswith("-")}
    assert "-e ." in pip
    expected = {}
    for name in asked().keys() - by_pip.keys():
        expected |= dict.fromkeys(CONDA.get(name, (name,)), pinned(locked()[name]))
    assert {name: at for name, at in channels.items() if name not in TOOLS} == expected
    assert all(str(locked()[name].specifier) == str(pin.specifier) for name, pin in by_pip.items())


def imports_of(folder: Path) -> set[str]:
    """The packages of others that a folder's files import, by their canonical names; not those of a lesson's corpus."""
    files = [path for path in folder.rglob("*.py") if not path.is_relative_to(ROOT / "tests/corpus")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    distributions = packages_distributions()
    roots = {name.partition(".")[0] for name in names} & distributions.keys()
    return {canonicalize_name(distributions[root][0]) for root in roots} - {canonicalize_name(PROJECT["name"])}


def test_what_is_imported_is_asked_for() -> None:
    asks = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    cluster = {"distributed"}  # the extra of that name asks for it as dask[distributed]
    assert {"torch", "sqlalchemy", "pyzmq"} <= imports_of(ROOT / "autograder") <= asks | cluster
    assert imports_of(ROOT / "tests") <= asked().keys() | cluster


def test_binder_builds_from_the_same_environment() -> None:
    """Where there is a folder binder/, Binder reads its environment.yml alone, and runs pip in that folder."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    (pip,) = [line["pip"] for line in environment["dependencies"] if isinstance(line, dict)]
    pip[pip.index("-e .")] = "-e .."
    assert yaml.safe_load((ROOT / "binder/environment.yml").read_text()) == environment


def test_the_citation_is_of_this_project() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])
    assert [each["name"] for each in citation["authors"]] == [each["name"] for each in PROJECT["authors"]]
    assert {"cff-version", "message", "title"} <= citation.keys()


@pytest.mark.skipif(sys.platform != "linux", reason="the lock was made on Linux")
def test_the_lock_is_complete() -> None:
    """Whatever a locked and installed package needs is locked too: pip chooses nothing by itself.

    torch is left out: its builds differ in what they need, and pin that themselves.
    """

    def needed(names: set[str]) -> Iterator[tuple[str, Requirement]]:
        for name in names:
            try:
                texts = requires(name) or []
            except PackageNotFoundError:  # another Python's, or another system's
                continue
            extras = asked()[name].extras if name in asked() else set()
            for need in map(Requirement, texts):
                if not need.marker or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                    yield name, need

    pins = locked()
    for name, need in needed(set(pins) - {"torch"}):
        pin = pins.get(canonicalize_name(need.name))
        assert pin, f"{name} needs {need}, which is not locked"
        assert need.specifier.contains(pinned(pin)), f"{name} needs {need}, locked is {pin}"


def test_the_sites_lock_holds_its_extra_and_pins_nothing_a_second_time() -> None:
    pins = locked(ROOT / "docs/site/requirements.lock")
    for need in map(Requirement, EXTRAS[SITE]):
        assert need.specifier.contains(pinned(pins[canonicalize_name(need.name)]))
    assert not pins.keys() & locked().keys()


def test_installed_is_what_is_locked() -> None:
    wrong = {}
    for name, pin in locked().items():
        if not pin.marker or pin.marker.evaluate():
            at = version(name).split("+")[0]
            wrong |= {} if at == pinned(pin) else {name: at}
    assert not wrong, "run `make install`"


def test_no_index_is_named() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text()
