"""What the names in a submission's source stand for.

A name may stand for something imported, or for something that a function or a class of the source binds itself.

Names       what is known of the names in all sources read so far
own         a tree → the names in it that a function of the source binds itself, so that no import is meant, and where
overridden  a class statement → the private attributes of a library's class that it replaces
real        a dotted path → what stands there in the modules that are loaded
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import ModuleType
from typing import Any

from torch import Tensor

# Bounds, since following a path takes time in proportion to its length; no path through what is harmless is longer.
_MOST_PARTS, _LONGEST, _MOST_PATHS = 50, 400, 8
_MOST_ANCESTORS = 20
ENDLESS = "a long chain of names"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SPELLED_OUT = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (*_FUNCTIONS, *_SPELLED_OUT, ast.ClassDef)


@dataclass(slots=True)
class Names:
    """What is known of names. Nodes of a tree are known by their ids.

    Of all sources read so far:

    imported  name → dotted paths: everything that it stands for somewhere
    private   attributes that the sources' own classes and functions have
    classes   the sources' own classes → what they derive from
    bound     names that are bound anywhere: a built-in of such a name may have been replaced
    allowed   packages that the class allows, whatever is in them

    Of the source that was read last:

    own       its names that a function of it binds itself, so that no import is meant → that function
    mine      its attributes that a method sets on its own object
    derived   its methods of classes that derive from a library's, which looks such methods up by their names
    in_place  its nodes that are called, or that name a type
    """

    imported: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    mine: set[int] = field(default_factory=set)
    derived: set[int] = field(default_factory=set)
    in_place: set[int] = field(default_factory=set)
    private: set[str] = field(default_factory=set)
    classes: dict[str, list[ast.expr]] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    allowed: frozenset[str] = frozenset()

    def turn_to(self, tree: ast.Module) -> None:
        """Learn a tree, and make it the source that `mine`, `derived` and `in_place` speak of."""
        self.learn(tree)
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        self.mine = {id(each) for node in classes for each in _given_to_itself(node)}
        self.derived = {id(each) for node in classes if self._derives(node) for each in node.body}
        self.in_place = set()

    def learn(self, tree: ast.Module) -> None:
        """Learn what a tree imports, renames and defines."""
        self.own = own(tree)
        made, spread = set[str](), set[str]()
        for node in ast.walk(tree):
            self.bound.update(_given(node))
            if isinstance(node, ast.ClassDef):
                known = self.classes.setdefault(node.name, [])
                known += node.bases[: _MOST_ANCESTORS - len(known)]
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                made.add(node.name)
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=aliases):
                    for alias in aliases:
                        first = alias.name.partition(".")[0]
                        self._means(alias.asname or first, alias.name if alias.asname else first)
                case ast.ImportFrom(module=str(module), names=[ast.alias(name="*")]) if module in spread:
                    pass
                case ast.ImportFrom(module=str(path), names=[ast.alias(name="*")], level=0):
                    spread.add(path)
                    # By the module's own name: torch.autograd has a function beside its module gradcheck.
                    for name in vars(sys.modules.get(path) or object):
                        if not name.startswith("_"):
                            self._means(name, f"{path}.{name}")
                case ast.ImportFrom(module=str(module), names=aliases):
                    for alias in aliases:
                        self._means(alias.asname or alias.name, f"{module}.{alias.name}")
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    for path in self.paths(value):
                        self._means(name, path)
                case ast.Attribute(attr=name, value=ast.Name(id=owner), ctx=ast.Store()) if owner in made:
                    self.private.add(name)
                case ast.ClassDef():
                    above = tuple(self.ancestors(node.bases))
                    self.private.update(name for name in _attributes(node) if not _is_inherited(name, above))

    def _means(self, name: str, path: str) -> None:
        known = self.imported.get(name, ())
        path = _bounded(path)
        if path not in known:
            self.imported[name] = (*known, path) if len(known) < _MOST_PATHS else (*known[:_MOST_PATHS], ENDLESS)

    def allows(self, path: str) -> bool:
        """Tell whether a dotted path begins with a package that the class allows."""
        return path.partition(".")[0] in self.allowed

    def paths(self, node: ast.expr | None) -> tuple[str, ...]:
        """Return the dotted paths that an expression may stand for, where it begins with an imported name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute) and len(parts) < _MOST_PARTS:
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Attribute):
            return (ENDLESS,)
        if isinstance(node, ast.Name) and id(node) not in self.own:
            return tuple(_bounded(".".join((path, *reversed(parts)))) for path in self.imported.get(node.id, ()))
        return ()

    def _derives(self, node: ast.ClassDef) -> bool:
        """Tell whether a class may derive from one of a library's."""
        return any(True for _ in self.ancestors(node.bases)) or not all(
            isinstance(base, ast.Name) and base.id in self.classes for base in node.bases
        )

    def ancestors(self, bases: Sequence[ast.expr]) -> Iterator[type]:
        """Yield the libraries' classes that a class with these bases derives from, as far as they are loaded."""
        waiting, seen = list(bases[:_MOST_ANCESTORS]), set[str]()
        while waiting:
            base = waiting.pop()
            if isinstance(base, ast.Name) and base.id not in seen and len(seen) < _MOST_ANCESTORS:
                seen.add(base.id)
                waiting += self.classes.get(base.id, ())
            yield from (found for path in self.paths(base) if isinstance(found := real(path), type))


def real(path: str) -> Any:
    """Return what stands at the end of a dotted path in the modules that are loaded; None where nothing does."""
    here, *rest = path.split(".")
    found: Any = sys.modules.get(here)
    for part in rest:
        here = f"{here}.{part}"
        inner = vars(found).get(part) if isinstance(found, ModuleType | type) else None
        found = sys.modules.get(here) if inner is None else inner
    return found


def _given(node: ast.AST) -> Iterator[str]:
    """Yield the name that a node binds, if it does."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(asname=str(name)) | ast.alias(name=name):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name


def _bounded(path: str) -> str:
    short = len(path) < _LONGEST and path.count(".") < _MOST_PARTS and not path.startswith(ENDLESS)
    return path if short else ENDLESS


def _attributes(node: ast.ClassDef) -> Iterator[str]:
    """Yield what a class defines, and what its methods set on their own object."""
    for inner in node.body:
        match inner:
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
    yield from (each.attr for each in _given_to_itself(node))


def _given_to_itself(node: ast.ClassDef) -> Iterator[ast.Attribute]:
    """Yield the attributes that a class's methods set on their first argument, unless they rebind that."""
    for inner in node.body:
        match inner:
            case ast.FunctionDef(args=ast.arguments(args=[ast.arg(arg=me), *_]), decorator_list=[]):
                found = [*_within(inner)]
                if not any(isinstance(each, ast.Name) and each.id == me and _is_stored(each) for each in found):
                    for each in found:
                        match each:
                            case ast.Attribute(value=ast.Name(id=owner)) if owner == me and _is_stored(each):
                                yield each


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes of a method but those of classes within it, whose methods have objects of their own."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += (inner for inner in ast.iter_child_nodes(each) if not isinstance(inner, ast.ClassDef))


def _is_stored(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _is_inherited(name: str, bases: Iterable[type]) -> bool:
    return any(name in _names_of(base) for base in bases)


@lru_cache(64)
def _names_of(base: type) -> frozenset[str]:
    """Return what a class has and inherits; cached, since a source may name it in each line."""
    return frozenset(dir(base))


def overridden(node: ast.ClassDef, names: Names) -> set[str]:
    """Return the private attributes of a class that override those of a library's class; of a tensor, public ones too.

    What counts passes and weighs memory asks tensors for their size, shape and storage.
    """
    bases = tuple(names.ancestors(node.bases))
    of_tensors = any(issubclass(base, Tensor) for base in bases)
    hidden = (name for name in _attributes(node) if name[:2] != "__" and (of_tensors or name.startswith("_")))
    return {name for name in hidden if _is_inherited(name, bases)}


# --- Which names a function binds itself -----------------------------------------------------------------------------


def own(tree: ast.Module) -> dict[int, int]:
    """Return the id of each name node that means what a function around it binds, and so no import → that scope's."""
    found: dict[int, int] = {}
    # A node, and the scopes around it from the outermost: name → whether it is bound there, and by no import.
    waiting: list[tuple[ast.AST, tuple[tuple[int, dict[str, bool]], ...]]] = [(tree, ())]
    while waiting:
        node, scopes = waiting.pop()
        if isinstance(node, ast.Name):
            where, binds = next(((where, each) for where, each in reversed(scopes) if node.id in each), (0, {}))
            if binds.get(node.id):
                found[id(node)] = where
        inside, around = _parted(node)
        waiting += [(each, scopes) for each in around]
        within = (*scopes, (id(node), _bound(node))) if isinstance(node, _SCOPES) else scopes
        waiting += [(each, within) for each in inside]
    return found


def _parted(node: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """Return what lies in a node's own scope, and what is evaluated outside of it: defaults, decorators."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        inside: list[ast.AST] = [*node.body] if isinstance(node.body, list) else [node.body]
        mine = set(map(id, inside))
        return inside, [each for each in ast.iter_child_nodes(node) if id(each) not in mine]
    if isinstance(node, _SPELLED_OUT):
        first = node.generators[0]
        others = [each for each in ast.iter_child_nodes(node) if each is not first]
        return [*others, first.target, *first.ifs], [first.iter]
    return list(ast.iter_child_nodes(node)), []


def _bound(scope: ast.AST) -> dict[str, bool]:
    """Return name → True where a scope binds it; False for what may be an import, or another scope's.

    A class binds a name only from that line on: before, and in its methods, the name means what it means outside. `:=`
    in a comprehension binds in the scope around it, if it is reached.
    """
    found: dict[str, bool] = {}
    waiting = _parted(scope)[0]
    if isinstance(scope, _FUNCTIONS):
        waiting += [each for each in ast.iter_child_nodes(scope.args) if isinstance(each, ast.arg)]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                found.setdefault(name, not isinstance(scope, ast.ClassDef))
            case ast.NamedExpr(target=ast.Name(id=name)) if isinstance(scope, _SPELLED_OUT):
                found[name] = False
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found |= {(alias.asname or alias.name).partition(".")[0]: False for alias in aliases}
            case ast.Global(names=words) | ast.Nonlocal(names=words):
                found |= dict.fromkeys(words, False)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() | ast.Attribute()):
                found[name] = False
        if not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
    return found
