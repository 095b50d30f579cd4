"""What a source hands on: a function or a module whose uses can then no longer be followed by its name.

handed_on         paths → those of them that are such a function or module
in_its_place      a node → the parts of it that may name such a function without handing it on
kept_by_a_class   a class statement → the modules that are its attributes
"""

import ast
from collections.abc import Iterable, Iterator
from types import ModuleType

from autograder.judge.harmless import BY_NAME, LITERAL, MODULES
from autograder.judge.names import Names, real
from autograder.judge.paths import cut


def handed_on(paths: Iterable[str], in_place: bool = False) -> Iterator[str]:
    """Tell what is handed on; what is `in_place` is called there, or is a type that something is said to have."""
    for path in paths:
        if path in LITERAL or (path in MODULES and _is_a_module(path)) or (path in BY_NAME and not in_place):
            yield f"hands on {cut(path)}"


def in_its_place(node: ast.AST, names: Names) -> Iterator[ast.AST]:
    """Yield what is called there, what decorates, what annotates, what `isinstance` and a tensor's `type` ask for."""
    match node:
        case ast.Call(func=ast.Attribute(attr="type") as called, args=[kind]) if "type" not in names.private:
            yield from (called, kind)
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, kinds]):
            yield from ast.walk(kinds)
        case ast.Call(func=called):
            yield called
        case ast.FunctionDef(decorator_list=decorators, returns=annotation):
            yield from (*decorators, *(ast.walk(annotation) if annotation else ()))
        case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
            yield from ast.walk(annotation)


def kept_by_a_class(node: ast.ClassDef, names: Names, spoken: set[int]) -> Iterator[str]:
    """Tell of modules that are attributes of a class: uses of these are not followed."""
    waiting: list[ast.AST] = [*node.body]
    while waiting:
        match each := waiting.pop():
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
                continue
            case ast.Import(names=aliases):
                yield from (f"hands on {cut(alias.name)}" for alias in aliases if not names.allows(alias.name))
            case ast.ImportFrom(module=str(module), names=aliases):
                yield from handed_on(f"{module}.{alias.name}" for alias in aliases)
            case ast.Assign():
                spoken.add(id(each))  # not a name for a module, as it is outside of a class
        waiting += ast.iter_child_nodes(each)


def _is_a_module(path: str) -> bool:
    """Tell whether a module stands there, for all that is known: torch.autograd.gradcheck is a function, too."""
    found = real(path)
    return found is None or isinstance(found, ModuleType)
