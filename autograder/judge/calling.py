"""What a call reaches through its arguments: a file that it opens, an attribute named by a string, a compiler.

Reported:

opens          a call is given what it opens
by_a_text      a call names an attribute or a file by a string that is not written out
is_worked_out  an argument is computed
is_a_backend   a keyword gives torch.compile a compiler of one's own
registers      a call registers a class with an abstract base class

Harmless, though it looks like what is reported:

made_on_meta   a tensor is made on the device `meta`
handed_to      a `__getattr__` passes every name on to one object
sets_plainly   a frozen dataclass sets its own fields
"""

import ast
from abc import ABCMeta
from collections.abc import Iterable, Iterator, Mapping

from autograder.judge.harmless import ADDING, PICTURES
from autograder.judge.names import real


def opens(node: ast.Call, opening: Mapping[str, int | None]) -> bool:
    """Tell whether a call has one of these arguments, given by name or by place."""
    named = any(each.arg is None or each.arg in opening for each in node.keywords)
    spread = any(isinstance(each, ast.Starred) for each in node.args)
    return named or spread or any(place is not None and place < len(node.args) for place in opening.values())


def by_a_text(name: str, node: ast.Call) -> str:
    """Return what to report of a call that names an attribute or a file by a computed string; empty for nothing."""
    first = node.args[0] if node.args else None
    text = first.value if isinstance(first, ast.Constant) else None
    match name:
        case "savefig":
            chosen = any(each.arg in (None, "format", "backend") for each in node.keywords)
            is_picture = isinstance(text, str) and text.lower().endswith(PICTURES)
            return "" if is_picture and not chosen else "writes a file that may be no picture"
        case _ if name in ADDING and not isinstance(text, str):
            return f"calls .{name} with a name that it works out"
    return ""


def is_worked_out(node: ast.expr) -> bool:
    """Tell whether an argument is anything but a literal, a list or a tuple."""
    return not isinstance(node, ast.Constant | ast.List | ast.Tuple)


def is_a_backend(keyword: ast.keyword) -> bool:
    """Tell whether a keyword hands over a compiler that is not one of torch's own, which have names."""
    named = isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    return keyword.arg in (None, "backend") and not named


def registers(path: str) -> bool:
    """Tell whether a call registers a class with an abstract base class, as `numbers.Number.register` does."""
    owner, _, name = path.rpartition(".")
    return name == "register" and isinstance(real(owner), ABCMeta)


def made_on_meta(node: ast.Call, called: Iterable[str]) -> Iterator[ast.expr]:
    """Yield the value of `device="meta"` in a call of torch's that makes a tensor: it has a shape, and no numbers."""
    if any(path.startswith("torch.") and path != "torch.device" for path in called):
        yield from (
            each.value
            for each in node.keywords
            if each.arg == "device" and isinstance(each.value, ast.Constant) and each.value.value == "meta"
        )


def handed_to(node: ast.AST) -> ast.Call | None:
    """Return the `getattr` by which a `__getattr__` hands every name on to an object that it holds, where it does no
    more.

    Whoever asks such an object for an attribute writes down the attribute's name, and that is seen there.
    """
    match node:
        case ast.FunctionDef(
            name="__getattr__",
            args=ast.arguments(posonlyargs=[], args=[ast.arg(arg=me), ast.arg(arg=name)], vararg=None, kwarg=None),
            body=[*said, ast.Return(value=ast.Call(func=ast.Name(id="getattr"), keywords=[]) as call)],
            decorator_list=[],
            returns=None,
        ):
            match call.args:
                case [ast.Attribute(value=ast.Name(id=owner)), ast.Name(id=asked)] if (owner, asked) == (me, name):
                    is_said = len(said) == 1 and ast.get_docstring(node) is not None
                    return call if not said or is_said else None
    return None


def sets_plainly(function: ast.expr) -> bool:
    """Tell whether this is `object.__setattr__`, by which a frozen dataclass gives itself its fields."""
    match function:
        case ast.Attribute(value=ast.Name(id="object"), attr="__setattr__"):
            return True
    return False
