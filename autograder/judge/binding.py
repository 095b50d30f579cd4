"""Names that a source gives a meaning of its own, where that alone changes what other code does.

Python and Jupyter look some names up by themselves: `__getattr__`, `_repr_html_`. So it is the definition that must be
seen, as nothing in the source need use the name.

binds                a node → what to report of a name that it binds by a definition, an import or a pattern
defines              a name → what to report of whoever defines it
run_by_an_annotation an annotation → what to report of a string in it that could be run
"""

import ast
import re
from collections.abc import Iterator

from autograder.judge.calling import handed_to
from autograder.judge.harmless import METHODS, REACHING
from autograder.judge.making import is_type
from autograder.judge.names import Names
from autograder.judge.paths import cut

DUNDER = re.compile(r"__\w+__")
SHOWS_ITSELF = re.compile(r"_repr_\w+_|_ipython_\w+")
_CHECK = "check"
_RUNS = re.compile(r"[(:]|__")
_MOST_READ = 400


def binds(node: ast.AST, names: Names) -> Iterator[str]:
    """Yield what to report of a name that a node binds by a definition, an import, a pattern or an `except`."""
    match node:
        case ast.FunctionDef() if id(node) not in names.derived and handed_to(node) is not None:
            return
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            pass
        case ast.alias(name=path, asname=name) if path != _CHECK:
            pass
        case ast.MatchAs(name=name) | ast.MatchStar(name=name) | ast.MatchMapping(rest=name):
            pass
        case ast.ExceptHandler(name=name):
            pass
        case _:
            return
    yield from defines(name or "")


def defines(name: str) -> Iterator[str]:
    """Yield what to report of whoever defines this name: `check`, or one that Python or Jupyter look up themselves."""
    if name == _CHECK:
        yield f"gives «{_CHECK}» another meaning"
    elif name in REACHING or SHOWS_ITSELF.fullmatch(name) or (DUNDER.fullmatch(name) and name not in METHODS):
        yield f"defines {cut(name)}"


def run_by_an_annotation(annotation: ast.expr, settled: set[int]) -> Iterator[str]:
    """Yield what to report of an annotation with a string that could be evaluated as code; a mere name is harmless."""
    settled.update(id(each) for each in ast.walk(annotation) if is_type(each))
    texts = (node.value for node in ast.walk(annotation) if isinstance(node, ast.Constant))
    if any(isinstance(text, str) and _RUNS.search(text, 0, _MOST_READ) for text in texts):
        yield "has an annotation that can be run"
