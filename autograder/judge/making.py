"""Classes that are made while the program runs: the names of their attributes may be computed.

Such a name stands nowhere in the source, so a search for forbidden names would miss it.

makes_a_class   a class statement or a call → what to report if it makes a class by another class
makes_fields    a call → what to report if it computes the names of fields
names_its_slots a class statement → what to report if it computes the names of its slots
keeps_a_class   a tree → the lines that take an object's class and do more with it than look at it
is_type         whether a node is the name `type`
"""

import ast
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from autograder.judge.names import Names

_TESTS = ("isinstance", "issubclass")
_TELLS = (*_TESTS, "print", "repr", "str", "type")
_FIELDS = ("collections.namedtuple", "typing.NamedTuple")
_SPACE = "types.SimpleNamespace"
_KINDS = (
    "bool",
    "bytes",
    "complex",
    "dict",
    "float",
    "int",
    "list",
    "object",
    "property",
    "set",
    "str",
    "tuple",
    "type",
)
_OF_TYPE = 3  # arguments of type(name, bases, namespace)


def makes_a_class(node: ast.Call | ast.ClassDef, names: Names, settled: set[int]) -> Iterator[str]:
    """Yield what to report of a node that makes a class whose methods need not be named anywhere in the source."""
    if isinstance(node, ast.ClassDef):
        derived = (*node.bases, *(each.value for each in node.keywords))
        settled.update(id(each) for each in derived if is_type(each))
        if any(map(is_type, derived)) or any(each.arg in (None, "metaclass") for each in node.keywords):
            yield "makes a class by another class"
        return
    many = len(node.args) + len(node.keywords) > 1 or any(isinstance(each, ast.Starred) for each in node.args)
    if is_type(node.func):
        settled.add(id(node.func))
        if many:
            yield "makes a class by calling type"
        elif any(_is_class(each, names) for each in node.args):
            yield "asks for the class of a class"
    elif isinstance(node.func, ast.Name) and node.func.id in _TESTS and node.func.id not in names.bound:
        settled.update(id(each) for each in node.args if is_type(each))
    elif _calls_a_maker(node, names) and (many or any(each.arg is None for each in node.keywords)):
        yield "makes a class by calling one"


def _calls_a_maker(node: ast.Call, names: Names) -> bool:
    """Tell whether a call may make a class: by an object's class, or by calling an Enum with names."""
    if _asks_its_class(node.func):
        spread = any(isinstance(each, ast.Starred) for each in node.args)
        return spread or len(node.args) == _OF_TYPE or any(each.arg is None for each in node.keywords)
    return any(issubclass(each, Enum) for each in names.ancestors([node.func]))


def makes_fields(node: ast.Call, called: Iterable[str]) -> Iterator[str]:
    """Yield what to report of a call that names the fields of a record by something that it computes."""
    spread = any(each.arg is None for each in node.keywords)
    literal = all(map(_is_literal, (*node.args, *(each.value for each in node.keywords))))
    for path in called:
        if (path == _SPACE and spread) or (path in _FIELDS and not literal):
            yield f"calls {path} with names of its own"


def names_its_slots(node: ast.ClassDef) -> Iterator[str]:
    """Yield what to report of a class whose `__slots__` are computed."""
    for each in node.body:
        match each:
            case ast.Assign(targets=[ast.Name(id="__slots__")], value=value) if not _is_literal(value):
                yield "has slots with names of its own"


def keeps_a_class(tree: ast.Module, names: Names) -> Iterator[tuple[int, str]]:
    """Yield each line that keeps an object's class or hands it on: the class of a class makes classes."""
    at_once = {id(each) for node in ast.walk(tree) for each in _asked_at_once(node, names)}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and _asks_its_class(node) and id(node) not in at_once:
            yield node.lineno, "keeps an object's class"


def _asked_at_once(node: ast.AST, names: Names) -> Iterator[ast.expr]:
    """Yield the parts of a node that it only calls, prints or compares, and so does not keep."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=args) if name in _TELLS and name not in names.bound:
            yield from args
        case ast.Call(func=called):
            yield called
        case ast.Attribute(value=value, attr=name) if name != "__class__":
            yield value
        case ast.FormattedValue(value=value) | ast.Expr(value=value):
            yield value
        case ast.Compare(left=left, comparators=others, ops=operators):
            # `==` and its like may call a method of an operand, and hand it the class.
            alike = all(isinstance(each, ast.Is | ast.IsNot) for each in operators)
            if alike or all(_is_class(each, names) for each in (left, *others)):
                yield from (left, *others)


def is_type(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "type"


def _asks_its_class(node: Any) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="type")) | ast.Attribute(attr="__class__"):
            return True
    return False


def _is_class(node: ast.expr, names: Names) -> bool:
    """Tell whether an expression is known to be a class."""
    if isinstance(node, ast.Name) and (node.id in _KINDS or node.id in names.classes):
        return True
    return _asks_its_class(node) or any(True for _ in names.ancestors([node]))


def _is_literal(node: ast.expr) -> bool:
    """Tell whether an argument is written out in the source; types that stand beside names in it may be anything."""
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all(map(_is_literal, items))
        case ast.Constant() | ast.Name(id="int" | "float" | "str" | "object" | "Any" | "Tensor") | ast.Attribute():
            return True
    return False
