"""Names that a source gives a meaning, where that meaning is looked up without the name being written again.

binds                a node → the name that it binds in another way than by assignment, where that matters
defines              a name → why it matters that somebody defines it
run_by_an_annotation an annotation → whether a string in it could be run
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
    """Tell of a name that is bound in another way than by assignment."""
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
    """Tell of a name that nobody gives a meaning: «__builtins__» is where Python looks up all that it doesn't find."""
    if name == _CHECK:
        yield f"gives «{_CHECK}» another meaning"
    elif name in REACHING or SHOWS_ITSELF.fullmatch(name) or (DUNDER.fullmatch(name) and name not in METHODS):
        yield f"defines {cut(name)}"


def run_by_an_annotation(annotation: ast.expr, spoken: set[int]) -> Iterator[str]:
    """Tell of a string annotation that could be evaluated as code; a mere name in it is fine."""
    spoken.update(id(each) for each in ast.walk(annotation) if is_type(each))
    texts = (node.value for node in ast.walk(annotation) if isinstance(node, ast.Constant))
    if any(isinstance(text, str) and _RUNS.search(text, 0, _MOST_READ) for text in texts):
        yield "has an annotation that can be run"
