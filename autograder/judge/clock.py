"""Where a source decides by the clock, which tells whether somebody counts: counted calls are slower.

Offers: `decides_by_the_clock` (a tree → each line that does, and what to report of it). To read the clock and print
what it says is fine.
"""

import ast
from collections.abc import Iterator

from autograder.judge.names import Names

_CLOCKS = frozenset(
    {
        "timeit.default_timer",
        *(
            f"time.{name}{unit}"
            for name in ("monotonic", "perf_counter", "process_time", "thread_time", "time")
            for unit in ("", "_ns")
        ),
        "time.clock_gettime",
        "time.clock_gettime_ns",
    }
)
_PLACES = frozenset({"argmax", "argmin", "argsort", "index"})  # say where the least or the largest stands
_FIRST_OF_ALL = frozenset({"max", "min", "sorted"})
_KEEPS = frozenset({"append", "appendleft", "extend", "insert"})
_MOST_ROUNDS = 4  # from name to name: longer ways are left to the eye
# Where a name is bound, and the name: two functions may have a variable of one name. An attribute is the same on all.
_Meant = tuple[int, str]
_OUTSIDE, _ON_OBJECTS = 0, -1


def decides_by_the_clock(tree: ast.Module, names: Names) -> Iterator[tuple[int, str]]:
    """Yield each line on which something that the clock gave is compared, asked for its truth, or chosen by."""
    if not any(_reads(node, names) for node in ast.walk(tree)):
        return
    told = _named_by_it(tree, names)
    for node in ast.walk(tree):
        asked: tuple[ast.expr, ...] = ()
        match node:
            case ast.Compare(left=left, comparators=others):
                asked = (left, *others)
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) | ast.Match(subject=test):
                asked = (test,)
            case ast.Subscript(slice=place, ctx=ast.Load()):
                asked = (place,)
            case ast.Call() if _chooses(node, told, names):
                asked = (node,)
        if any(_holds(each, told, names) for each in asked):
            yield getattr(node, "lineno", asked[0].lineno), "decides by the clock"


def _chooses(call: ast.Call, told: set[_Meant], names: Names) -> bool:
    """Tell whether a call says which of some things took the least: the time itself may be told, `min(times)` say."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _PLACES:
            return True
        case ast.Name(id=name) if name in _FIRST_OF_ALL:
            keys = (each.value for each in call.keywords if each.arg == "key")
            return any(_holds(key, told, names) for key in keys) or any(
                _goes_along(given, told, names) for arg in call.args for given in ast.walk(arg)
            )
    return False


def _goes_along(given: ast.AST, told: set[_Meant], names: Names) -> bool:
    """Tell whether a time and something that is none go together, in a tuple or by `zip`."""
    match given:
        case ast.Tuple(elts=parts) | ast.Call(func=ast.Name(id="zip"), args=parts):
            return len({_holds(part, told, names) for part in parts}) > 1
    return False


def _named_by_it(tree: ast.Module, names: Names) -> set[_Meant]:
    """Return the names of what hangs on the clock: variables, attributes, and functions that return it."""
    told: set[_Meant] = set()
    for _ in range(_MOST_ROUNDS):
        before = len(told)
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=targets, value=value) if _holds(value, told, names):
                    told |= {name for target in targets for name in _bound(target, names)}
                case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                    told |= {*_bound(target, names)} if _holds(value, told, names) else set()
                # Of several that go round together one may be a time, and the others sizes or names.
                case ast.For(target=ast.Name() as target, iter=value):
                    told |= {*_bound(target, names)} if _holds(value, told, names) else set()
                case ast.Call(func=ast.Attribute(value=kept, attr=name), args=args) if name in _KEEPS:
                    told |= {*_owner(kept, names)} if any(_holds(arg, told, names) for arg in args) else set()
                case ast.FunctionDef(name=name, body=body):
                    given = (each.value for part in body for each in ast.walk(part) if isinstance(each, ast.Return))
                    told |= {(_OUTSIDE, name)} if any(_holds(each, told, names) for each in given if each) else set()
        if len(told) == before:
            break
    return told


def _bound(target: ast.expr, names: Names) -> Iterator[_Meant]:
    for node in ast.walk(target):
        if not isinstance(getattr(node, "ctx", None), ast.Store):
            continue
        if isinstance(node, ast.Subscript):
            yield from _owner(node.value, names)
        elif meant := _meant(node, names):
            yield meant


def _owner(kept: ast.expr, names: Names) -> Iterator[_Meant]:
    """Yield the name of what holds what is put into it."""
    meant = _meant(kept, names)
    if meant and not names.paths(kept):  # what is called of a module, as `np.append`, puts nothing into it
        yield meant


def _meant(node: ast.AST, names: Names) -> _Meant | None:
    match node:
        case ast.Name(id=name):
            return names.own.get(id(node), _OUTSIDE), name
        case ast.Attribute(attr=name):
            return _ON_OBJECTS, name
    return None


def _holds(value: ast.expr, told: set[_Meant], names: Names) -> bool:
    """Tell whether an expression reads the clock, or has a part that hangs on it: how many times there are does not."""
    return any(_meant(node, names) in told or _reads(node, names) for node in _parts(value))


def _parts(value: ast.AST) -> Iterator[ast.AST]:
    match value:
        case ast.Call(func=ast.Name(id="len")):
            return
    yield value
    for part in ast.iter_child_nodes(value):
        yield from _parts(part)


def _reads(node: ast.AST, names: Names) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and not _CLOCKS.isdisjoint(names.paths(node))
