"""Systematic changes to a right answer: each mutant is the answer with one thing changed.

Offers: `mutants` (all of a source), `sampled` (some of them, each sort alike), `Mutant`.
"""

import ast
import os
import random
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.mutants import tables

# A change: its sort; how it is described (empty: as «before → after»); the new node (None: the old one is removed)
Change = tuple[str, str, ast.AST | None]
_Put = Callable[[ast.AST | None], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A right answer with one thing changed.

    where   the file that it was made of; `line` the line there
    sort    of change: «operator», «constant» …
    change  what was changed: «a + b → a - b»
    """

    where: str
    line: int
    sort: str
    change: str
    source: str


def mutants(where: str, source: str, question: str) -> Iterator[Mutant]:
    """Yield each mutant of a source that answers a question, once."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    named = _functions_given(tree, question)
    for node, put in list(_places(tree)):
        before = ast.unparse(node)
        for sort, done, new in _changes(node, named):
            put(new)
            text = ast.unparse(ast.fix_missing_locations(tree))
            put(node)
            if text not in seen and _compiles(text):
                seen.add(text)
                yield Mutant(where, getattr(node, "lineno", 0), sort, done or _told(before, new), text)


def sampled(found: Iterable[Mutant], most: int, name: str) -> list[Mutant]:
    """Choose at most `most` mutants, the same ones each time, from each sort in turn: none crowds out the others."""
    chance = random.Random(name)
    by_sort: dict[str, list[Mutant]] = {}
    for mutant in found:
        by_sort.setdefault(mutant.sort, []).append(mutant)
    for row in by_sort.values():
        chance.shuffle(row)
    chosen: list[Mutant] = []
    while len(chosen) < most and any(by_sort.values()):
        chosen += [row.pop() for _, row in sorted(by_sort.items()) if row]
    return sorted(chosen[:most], key=lambda mutant: (mutant.where, mutant.line, mutant.change))


def _compiles(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a mutant may subscript a number, which warns
        try:
            compile(text, "mutant", "exec")
        except SyntaxError:
            return False
    return True


def _told(before: str, new: ast.AST | None) -> str:
    one, other = (" ".join(text.split()) for text in (before, "nothing" if new is None else ast.unparse(new)))
    alike = len(os.path.commonprefix((one, other)))
    from_where = max(0, alike - _SHOWN // 3) if max(len(one), len(other)) > _SHOWN else 0
    return f"{_short(one, from_where)} → {_short(other, from_where)}"


_SHOWN = 60  # characters


def _short(text: str, from_where: int) -> str:
    """Return the part of a line from that place on."""
    part = text[from_where : from_where + _SHOWN]
    return f"{'…' if from_where else ''}{part}{'…' if from_where + _SHOWN < len(text) else ''}"


def _functions_given(tree: ast.Module, question: str) -> frozenset[str]:
    """Return the names under which an answer calls the function that it is given: its first parameter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == question and node.args.args:
            return frozenset({node.args.args[0].arg, "f"})
    return frozenset({"f"})


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, _Put]]:
    """Yield each node, with a function that puts another in its place."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield value, _put_field(parent, field)
            elif isinstance(value, list):
                for place, item in enumerate(value):
                    if isinstance(item, ast.AST):
                        yield item, _put_item(value, place, bool(field == "body"))


def _put_field(parent: ast.AST, field: str) -> _Put:
    return lambda new: setattr(parent, field, new)


def _put_item(items: list[Any], place: int, is_body: bool) -> _Put:
    whole = list(items)

    def put(new: ast.AST | None) -> None:
        left = [] if new is None else [new]
        rest: list[ast.AST] = [*whole[:place], *left, *whole[place + 1 :]]
        items[:] = rest or ([ast.Pass()] if is_body else [])

    return put


def _changes(node: ast.AST, functions: frozenset[str]) -> Iterator[Change]:
    match node:
        case ast.BinOp():
            yield from _of_operation(node)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            yield "operator", "", operand
        case ast.BoolOp(op=op, values=values):
            yield "operator", "", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.Compare(left=left, ops=[op], comparators=rest):
            for other in tables.COMPARISONS.get(type(op), ()):
                yield "operator", "", ast.Compare(left, [other()], rest)
        case ast.Constant(value=value):
            yield from _of_constant(value)
        case ast.Subscript():
            yield from _of_subscript(node)
        case ast.Call():
            yield from _of_call(node, functions)
        case ast.Attribute(value=value, attr=name):
            yield from (("swap", "", ast.Attribute(value, other, node.ctx)) for other in tables.SWAPS.get(name, ()))
            if name in tables.DROPPED:
                yield "drop", "", value
            if name == "dtype":
                yield "dtype", "", ast.parse("torch.float32", mode="eval").body
        case ast.Name(id=name, ctx=ast.Load()):
            yield from (("swap", "", ast.Name(other, node.ctx)) for other in tables.SWAPS.get(name, ()))
        case ast.keyword(arg=name) if name is not None:
            yield from _of_keyword(node, name)
        case ast.stmt():
            yield from _of_statement(node)


def _of_operation(node: ast.BinOp) -> Iterator[Change]:
    for other in tables.OPERATORS.get(type(node.op), ()):
        yield "operator", "", ast.BinOp(node.left, other(), node.right)
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow | ast.FloorDiv):
        yield "arguments", "", ast.BinOp(node.right, node.op, node.left)
    yield "drop", "", node.left
    yield "drop", "", node.right


def _of_constant(value: object) -> Iterator[Change]:
    match value:
        case bool():
            yield "constant", "", ast.Constant(not value)
        case int():
            yield "constant", "", ast.Constant(value + 1)
            yield "constant", "", ast.Constant(value - 1)
        case float():
            yield "constant", "", ast.Constant(2 * value)
            yield "constant", "", ast.Constant(value + 1)


def _of_subscript(node: ast.Subscript) -> Iterator[Change]:
    if not isinstance(node.ctx, ast.Load):
        return
    yield "index", "", node.value
    match node.slice:
        case ast.Name() as index:
            yield "index", "", ast.Subscript(node.value, _less_one(index), node.ctx)
        case ast.Slice(lower=lower, upper=upper, step=step):
            if lower is not None:
                yield "index", "", ast.Subscript(node.value, ast.Slice(None, upper, step), node.ctx)
            if upper is not None:
                yield "index", "", ast.Subscript(node.value, ast.Slice(lower, None, step), node.ctx)
        case ast.Tuple(elts=[first, second], ctx=ctx):
            yield "index", "", ast.Subscript(node.value, ast.Tuple([second, first], ctx), node.ctx)


def _less_one(number: ast.expr) -> ast.expr:
    return ast.BinOp(number, ast.Sub(), ast.Constant(1))


def _of_call(node: ast.Call, functions: frozenset[str]) -> Iterator[Change]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
        yield "drop", "", node.func.value
        if name in tables.IN_PLACE:
            written = ast.Attribute(node.func.value, name + "_", node.func.ctx)
            yield "in-place", "", ast.Call(written, node.args, node.keywords)
    if node.args and name not in ("super", "print") and not isinstance(node.args[0], ast.Starred):
        yield "drop", "", node.args[0]
    if len(node.args) > 1:
        first, second, *rest = node.args
        yield "arguments", "", ast.Call(node.func, [second, first, *rest], node.keywords)
        if not isinstance(node.args[-1], ast.Starred):
            yield "arguments", "", ast.Call(node.func, node.args[:-1], node.keywords)
    if name in ("len", "numel"):
        yield "off by one", "", _less_one(node)
    if name == "range":
        yield "off by one", "", ast.Call(node.func, [*node.args[:-1], _less_one(node.args[-1])], [])
    if name in functions:
        # Two evaluations more: one more is always allowed.
        again = ast.Tuple([node, node, node], ast.Load())
        yield "f again", "", ast.Subscript(again, ast.Constant(0), ast.Load())


def _is_module(node: ast.expr) -> bool:
    """Tell whether a name stands for a module, not for a value: `torch`, `torch.func`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in tables.MODULES


def _of_keyword(node: ast.keyword, name: str) -> Iterator[Change]:
    yield ("dtype" if name in ("dtype", "device") else "keyword"), "", None
    if name in tables.AXES:
        for axis in (0, 1, -1):
            yield "axis", "", ast.keyword(name, ast.Constant(axis))


def _of_statement(node: ast.stmt) -> Iterator[Change]:
    match node:
        case ast.Return(value=ast.expr() as value):
            for change in ("-({})", "({}) * 2", "({}).float()", "({}).double()", "({}).mT", "({}).detach()", "({},)"):
                made = ast.parse(change.format(ast.unparse(value)), mode="eval").body
                yield "result", "", ast.Return(made)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(left=ast.Name(id=left), op=op, right=right)):
            if name == left:
                yield "in-place", "", ast.AugAssign(ast.Name(name, ast.Store()), op, right)
        case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
            yield "operator", "", ast.Assign([target], ast.BinOp(ast.Name(name, ast.Load()), op, value), lineno=0)
            yield from (("operator", "", ast.AugAssign(target, o(), value)) for o in tables.OPERATORS.get(type(op), ()))
            yield "drop", "", None
        case ast.Expr(value=ast.Call()) | ast.If(orelse=[]) | ast.Assign():
            yield "drop", "", None
        case ast.For(iter=over):
            every = ast.Call(ast.Name("list", ast.Load()), [over], [])
            shorter = ast.Subscript(every, ast.Slice(None, ast.Constant(-1)), ast.Load())
            yield "off by one", "", ast.For(node.target, shorter, node.body, node.orelse, lineno=0)
        case ast.FunctionDef(args=ast.arguments(args=[_, second, *_])):
            yield from _argument_touched(node, second.arg)


def _argument_touched(node: ast.FunctionDef, name: str) -> Iterator[Change]:
    for touch in ("{}.requires_grad_()", "{}.mul_(1.25)", "{} = {}.detach().requires_grad_()"):
        first: Sequence[ast.stmt] = ast.parse(touch.replace("{}", name)).body
        body = [*first, *node.body]
        done = f"def {node.name}(…): first {touch.replace('{}', name)}"
        new = ast.FunctionDef(node.name, node.args, body, node.decorator_list, node.returns, lineno=node.lineno)
        yield "in-place", done, new
