"""Where in an answer a mistake lies, as far as the words of its diagnosis and the answer's lines show.

place        a diagnosis and a source → a sentence that points to lines
statements   a text → its statements; none if it is no Python
name_made    a statement → the name of the function, lambda or class that it makes
first_line   a statement → the number of its first line, with its decorators
"""

import ast
import builtins
import re
from collections.abc import Set

from autograder.judge import Diagnosis
from autograder.parsing import parsed

_Line = tuple[str, str]  # where it stands, and its code
_Forms = tuple[tuple[str, str], ...]  # what is spoken of, and what lines about it look like
_OWN = "the function"
_MOST_LINES = 2  # lines of an answer that a card points to


def place(diagnosis: Diagnosis, source: str) -> str:
    """Say which lines of an answer a diagnosis is about, and ask its question.

    `source` is the answer's function, from its `def` on, and then what it calls; empty if it has none.
    """
    code = _code(source)
    if not code:
        return f"Look for it where you see this: {diagnosis.asks}"
    # Where an error came up is a place as well: its cause may stand there or before.
    raised = [line for line in code if diagnosis.line and line[1] == diagnosis.line.strip()][:1]
    found = raised + [line for line in _spoken_of(diagnosis, source, code) if line not in raised]
    if found:
        in_order = sorted(found[:_MOST_LINES], key=[*_signature(source), *code].index)
        return f"Look at {_told(in_order)}. {diagnosis.asks}"
    # No line holds a word of the diagnosis, and many work: what is seen of it is what comes out.
    own = [line for line in code if line[0].endswith(_OWN)] or code
    whole = [line for line in own if not line[1].endswith(",")]  # not one entry of a table, which may be right
    ends = [line for line in whole if _works(line[1], set())] or [line for line in own if _is_return(line)] or own
    return f"Begin with {_told(ends[-1:])}, and go back from there. {diagnosis.asks}"


def _spoken_of(diagnosis: Diagnosis, source: str, code: list[_Line]) -> list[_Line]:
    """Return the lines that a diagnosis speaks of, else those that work something out, if they are few."""
    # What was seen and why comes first: the next step's words may stand in a line that is right already.
    seen, told = f"{diagnosis.saw} {diagnosis.why}", f"{diagnosis.saw} {diagnosis.why} {diagnosis.asks}"
    # A copy that is to be made is no place: most answers have one.
    step = [part for part in _quoted(diagnosis.next_step) if not re.search(r"\b(?:clone|detach)\b", part)]
    made = {name for node in statements(source) if (name := name_made(node))}
    return (
        _holding(_quoted(seen), code)
        or _holding(_quoted(diagnosis.asks), code)
        or _holding(step, code)
        or _called_in_prose(told, code)
        or (_signature(source) if "signature" in told else [])
        or _like(_SEEN, diagnosis.saw, code)
        or _like(_TOLD, told, code, _outside(source))
        or _few([line for line in code if _works(line[1], made)])
    )


def statements(text: str) -> list[ast.stmt]:
    """Return a text's statements; none if it is no Python."""
    try:
        return parsed(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def name_made(node: ast.stmt) -> str:
    """Return the name that a statement gives to a function, a lambda or a class; empty if it gives none."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
            return name
    return ""


def first_line(node: ast.stmt) -> int:
    """Return the number of a statement's first line, that of its decorators included."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _code(source: str) -> list[_Line]:
    """Return a source's lines of code, each with its place: from the `def` or the `class` that it belongs to."""
    lines = source.splitlines()
    found: list[_Line] = []
    for node in statements(source):
        if name := name_made(node):
            where = f"`{name}`" if found else _OWN
            head = 0 if isinstance(node, ast.Assign) else 1
            decorators = lines[first_line(node) - 1 : node.lineno - 1]
            found += [(f"the decorator of {where}", line.strip()) for line in decorators if _is_code(line)]
            code = enumerate(lines[node.lineno - 1 + head : node.end_lineno], start=1 + head)
            found += [(f"line {number} of {where}", line.strip()) for number, line in code if _is_code(line)]
    # A rule of a class, `def backward(…)`, is a place; what the answer itself calls something is none.
    return [(place, line) for place, line in found if not (place.endswith(_OWN) and line.startswith("def "))]


def _signature(source: str) -> list[_Line]:
    own = next(iter(statements(source)), None)
    return [(f"line 1 of {_OWN}", source.splitlines()[own.lineno - 1])] if isinstance(own, ast.FunctionDef) else []


def _called_in_prose(text: str, code: list[_Line]) -> list[_Line]:
    """Return the lines, if they are few, that call what the prose speaks of, `norm` or `solve` say: its rarest word."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", text)} - _COMMON
    found = ([line for line in code if word in _called(line[1])] for word in sorted(words))
    return min((lines for lines in found if 0 < len(lines) <= _MOST_LINES), key=len, default=[])


def _holding(quoted: list[str], code: list[_Line]) -> list[_Line]:
    """Return the lines that hold the most of what is quoted: names, or an operator, `+=` say."""
    words = {_bare(word) for part in quoted for word in re.findall(r"[A-Za-z_]\w{2,}", part)} - _COMMON
    words |= {"f", "if"} & {part.split()[0] for part in quoted if part.strip()}
    signs = [part for part in quoted if not re.search(r"\w", part)]
    held = [len(words & _names(line)) + sum(sign in line for sign in signs) for _, line in code]
    most = max(held, default=0)
    return [each for each, count in zip(code, held, strict=True) if count == most > 0]


# What is seen, or told besides → what its lines look like, the likeliest first. An empty form stands for a name that
# the answer does not make.
_SEEN: _Forms = (
    (r"gives? back|another dtype|dtype other|shape than asked", r"^return\b(?! \w+$)"),
    (r"gives? back", r"^return\b"),
    (
        r"shape than asked|ax[ie]s\b|transpose|\) stands where|one long vector|in reverse",
        r"\b(?:[hvd]?stack|cat|reshape|view|movedim|moveaxis|permute|transpose|unsqueeze|squeeze|flatten|unflatten)\("
        r"|\b(?:swapaxes|flip|einsum|expand|diagonal|sum|pop)\(|\.m?T\b|\w*dims?=|\[:, |None\]",
    ),
    (r"transpose", r"\bvmap\("),
    (r"Outputs were added up", r"\bones|\.sum\("),
    (r"More than one pass", r"chunk_size|\bvmap\(|\bjac(?:rev|fwd)\("),
    (r"Both modes", r"\bjac(?:rev|fwd)\b"),
    (r"\+ c I\b", r" \+ "),
    (r"is a length", r"(?<!/ )\b\w+\.norm\(|[\])]\.norm\(|\.abs\("),
    (r"length is not|to length 1|numbers overflow|clipped by itself", r"norm\(|\.abs\("),
)
_LOOPS = r"\b[Aa] loop that|\b[Tt]he loop (?:runs|over)|turn of your loop|do more often"
_BACK = r"pulled back|backward|from autograd|cotangent|passes of width|with reverse mode"
_TOLD: _Forms = (
    (r"between calls|remember|rules out|outlives|in a global", ""),
    (r"outlives|kept from its first call", r"= (?:\{\}|\[\])$"),
    (r"underscore|in place", r"(?<!requires_grad)_\(|[-+*/|]=|\] = |\.sort\(\)"),
    (r"on the CPU|makes a new tensor", r"\b(?:new_)?(?:zeros|ones|eye|empty|full|arange|linspace|tensor|randn?)\("),
    (r"\borigin\b|all zeros|vanishes at", r"zeros|ones|empty|\* 0|0 \*"),
    (r"never written", r"empty"),
    (r"\bsigns?\b|\bminus\b", r"(?:^|return|[=(,\[]) ?-[\w(]|\babs\(|sign\("),
    (r"caller's h\b|lines read h\b", r"^h = "),
    (
        r"written into the code|size that you saw|what is small|a small number|your bound\b|caller's h\b",
        r"(?<![\w.])(?:[3-9]|\d\d+|\d+e-?\d+|\d*\.\d+(?:e-?\d+)?)\b",
    ),
    (r"[Dd]ivision by zero|0 / 0|divided by its own", r" / |//|\bdiv"),
    (r"\bbranch|\bcondition", r"\bif\b|\bwhere\("),
    (_LOOPS, r"^(?:for|while)\b"),
    (_LOOPS, r"\bfor \w+ in\b"),
    (r"random ones", r"\brand\w*\("),
    (r"\b[Tt]angents?\b", r"\b(?:jvp|jacfwd|make_dual|linearize)\("),
    (_BACK, r"\bvmap\("),
    (_BACK, r"\b(?:grad|vjp|jacrev|hessian|pull\w*)\(|backward"),
)


def _like(forms: _Forms, text: str, code: list[_Line], outside: Set[str] = frozenset()) -> list[_Line]:
    """Return the lines, if they are few, that look like what a text speaks of: a loop, a shape, a sign."""
    for form in (form for spoken, form in forms if re.search(spoken, text)):
        if not form and (met := [each for each in code if outside & _names(each[1])]):
            return met[:_MOST_LINES]
        looks = [each for each in code if form and re.search(form, each[1])]
        if 0 < len(looks) <= _MOST_LINES:
            return looks
    return []


def _outside(source: str) -> set[str]:
    """Return the names that a source uses and neither makes nor finds in Python or in torch's usual imports."""
    tree = [node for statement in statements(source) for node in ast.walk(statement)]
    names = [node for node in tree if isinstance(node, ast.Name)]
    made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    made |= {node.arg for node in tree if isinstance(node, ast.arg)}
    made |= {node.name for node in tree if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return {node.id for node in names} - made - _IMPORTED - {*dir(builtins)}


def _works(line: str, made: set[str]) -> bool:
    """Tell whether a line works something out: it calls more than what hands tensors on, or it reckons."""
    if line.startswith(("def ", "class ")):
        return False
    return bool(
        set(_called(line)) - _HANDS_ON - made or re.search(r" [-+*/@%] | // |\*\*\d| \*\* |\[[^\]]*:[^\]]*\]", line)
    )


def _few(lines: list[_Line]) -> list[_Line]:
    return lines if len(lines) <= _MOST_LINES else []


def _is_return(line: _Line) -> bool:
    return line[1].startswith("return")


def _told(lines: list[_Line]) -> str:
    return " and ".join(f"{place}, `{line}`" for place, line in lines)


def _called(line: str) -> list[str]:
    return re.findall(r"(\w+)\(", line)


def _names(line: str) -> set[str]:
    handed_on = {"f"} if re.match(r"return f\b(?!\()", line) else set()  # f itself is returned, and does not run
    return {_bare(name) for name in re.findall(r"[A-Za-z_]\w*", line)} - handed_on


def _bare(name: str) -> str:
    return name.rstrip("_")  # requires_grad_() sets requires_grad


_COMMON = {
    *("torch", "func", "autograd", "def", "for", "the", "True", "False", "None", "len", "return"),
    *("parameters", "loss", "one", "any", "int", "max", "min", "sign"),
}
_IMPORTED = {
    *("torch", "F", "nn", "math", "np", "numpy", "partial", "functools", "itertools", "Tensor"),
    *("grad", "vjp", "jvp", "vmap", "jacrev", "jacfwd", "hessian", "functional_call"),
}
# What makes room for numbers, asks for a size or hands tensors on.
_HANDS_ON = {
    *("clone", "detach", "requires_grad_", "requires_grad", "contiguous", "stack", "cat", "reshape", "type", "to"),
    *("zeros", "zeros_like", "new_zeros", "empty", "empty_like", "new_empty", "eye", "arange", "no_grad", "append"),
    *("len", "range", "enumerate", "zip", "list", "tuple", "dict", "isinstance", "numel", "size", "dim", "int"),
}


def _quoted(text: str) -> list[str]:
    """Return the code that a text quotes, the names of functions that its prose calls, and f where it is about f."""
    runs_of_f = ["f"] if re.search(r"\bf (itself )?was (evaluated|called)", text) else []
    return re.findall(r"`([^`]+)`", text) + re.findall(r"\b(\w+)\(", text) + runs_of_f


def _is_code(line: str) -> bool:
    text = line.strip()
    return bool(re.search(r"\w", text)) and not text.startswith(("#", '"""', "'''", "class "))
