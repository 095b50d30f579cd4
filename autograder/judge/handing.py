"""What a source hands on: it puts a function or a module into a variable, an argument or a class.

From there on, its uses no longer carry its name, and the reader of the source can't follow them.

handed_on         dotted paths → what to report of those that must not be handed on
in_its_place      a node → the parts of it where such a function may stand, since it is called there or names a type
kept_by_a_class   a class statement → what to report of modules among its attributes
"""

import ast
from collections.abc import Iterable, Iterator
from types import ModuleType

from autograder.judge.harmless import BY_NAME, LITERAL, MODULES
from autograder.judge.names import Names, real
from autograder.judge.paths import cut


def handed_on(paths: Iterable[str], in_place: bool = False) -> Iterator[str]:
    """Yield what to report of these paths. `in_place`: they stand where they are called, or where they name a type."""
    for path in paths:
        if path in LITERAL or (path in MODULES and _is_a_module(path)) or (path in BY_NAME and not in_place):
            yield f"hands on {cut(path)}"


def in_its_place(node: ast.AST, names: Names) -> Iterator[ast.AST]:
    """Yield the parts of a node that are called, decorate or annotate, or that `isinstance` or `.type` is given."""
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


def kept_by_a_class(node: ast.ClassDef, names: Names, settled: set[int]) -> Iterator[str]:
    """Yield what to report of modules that are attributes of a class, since uses of an attribute are not followed."""
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
                settled.add(id(each))  # not a name for a module, as it is outside of a class
        waiting += ast.iter_child_nodes(each)


def _is_a_module(path: str) -> bool:
    """Tell whether a path leads to a module, or to nothing that is loaded."""
    # torch.autograd.gradcheck is a module, and a function of the same path.
    found = real(path)
    return found is None or isinstance(found, ModuleType)
