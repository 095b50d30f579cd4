"""Formulas of a lesson's text as an editor and a terminal show them: `$\\partial f / \\partial x$` becomes ∂f / ∂x.

Offers: `plain_maths`.

It knows what lessons use of LaTeX, no more; a command that it doesn't know keeps its name.
"""

import re

# Inline, a formula has no blank at its ends, and no digit follows it: «$5 or $6» is none. Code is left as it is.
_FORMULA = re.compile(r"(`[^`]*`)|\$\$(.+?)\$\$|\$(?=\S)([^$]+?)(?<=\S)\$(?!\d)", re.DOTALL)
_OPENING = {"lVert": "‖", "lvert": "|", "langle": "⟨", "lceil": "⌈", "lfloor": "⌊"}
_OPENING |= {"partial": "∂", "nabla": "∇", "pm": "±", "sum": "Σ"}  # these, too, eat the blanks behind them
_CLOSING = {"rVert": "‖", "rvert": "|", "rangle": "⟩", "rceil": "⌉", "rfloor": "⌋"}
_NAMED = """
alpha α  beta β  gamma γ  delta δ  epsilon ε  varepsilon ε  eta η  theta θ  kappa κ  lambda λ  mu μ  pi π  rho ρ
sigma σ  tau τ  phi φ  omega ω  ell ℓ  Gamma Γ  Delta Δ  Lambda Λ  Sigma Σ  Omega Ω  times ×  cdot ·  circ ∘  odot ⊙
le ≤  ge ≥  ne ≠  approx ≈  to →  mapsto ↦  longmapsto ↦  leftarrow ←  Rightarrow ⇒  iff ⇔  in ∈  ldots …  dots …
infty ∞  top ⊤  prod ∏
"""
_SYMBOLS = {
    **dict(re.findall(r"(\w+) (\S+)", _NAMED)),
    **dict.fromkeys(("quad", "qquad"), " "),
    **dict.fromkeys(("left", "right", "big", "Big", "text", "mathrm", "operatorname", "mathbf", "mathbb"), ""),
}
_COMMAND = re.compile(
    rf"\\(?:({'|'.join(_OPENING)})(?![A-Za-z])\s*|(?!{'|'.join(_CLOSING)})([A-Za-z]+))|\s*\\({'|'.join(_CLOSING)})"
)
_SPACE = re.compile(r"\\[,;: ]|\\!|~")
_INNERMOST = re.compile(
    r"\\t?frac\s*\{(?P<above>[^{}]*)\}\s*\{(?P<below>[^{}]*)\}"
    r"|\\underbrace\s*\{(?P<braced>[^{}]*)\}\s*_\s*(?:\{(?P<label>[^{}]*)\}|(?P<short>\w))"
    r"|\\sqrt\s*\{(?P<root>[^{}]*)\}"
    r"|(?P<sign>[\^_])\s*(?:\{(?P<moved>[^{}]*)\}|(?P<one>[^\s{}\\]))"
    r"|(?<!frac)(?<!sqrt)(?<!underbrace)\{(?P<inner>[^{}]*)\}"
)
_RAISED = dict(zip("0123456789+-−ijkmnNT⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁱʲᵏᵐⁿᴺᵀᵀ", strict=True))
_LOWERED = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))
_DONE = {"^": "\x00", "_": "\x01"}  # stand for a sign that stays, until no other is left


def plain_maths(text: str) -> str:
    """Return text with its formulas in plain characters: x² for `$x^2$`, v_i for `$v_i$`."""
    return _FORMULA.sub(lambda found: found[1] or _plain(found[2] or found[3]), text)


def _plain(formula: str) -> str:
    shown = _SPACE.sub(" ", formula)
    shown = _COMMAND.sub(_signed, shown)
    before = ""
    while shown != before:
        before, shown = shown, _INNERMOST.sub(_laid_flat, shown, count=1)
    for sign, done in _DONE.items():
        shown = shown.replace(done, sign)
    shown = re.sub(r"\s+", " ", shown.replace("\\", "").replace(" - ", " − "))
    return re.sub(r"(?<=\() | (?=\))", "", shown.strip())


def _signed(command: re.Match[str]) -> str:
    """Return a command's sign; one that is not known is left."""
    opening, other, closing = command.groups()
    return _OPENING.get(opening) or _CLOSING.get(closing) or _SYMBOLS.get(other, command[0])


def _laid_flat(found: re.Match[str]) -> str:
    """Return one item that has no other within it, as characters of one line."""
    part = found.groupdict()
    if part["above"] is not None:
        return f"{_as_one(part['above'])} / {_as_one(part['below'])}"
    if part["braced"] is not None:
        return f"{part['braced']} [{part['label'] or part['short']}]"
    if part["root"] is not None:
        return f"√{_as_one(part['root'])}"
    if part["sign"] is None:
        return str(part["inner"])
    moved, table = part["moved"] or part["one"] or "", _RAISED if part["sign"] == "^" else _LOWERED
    if all(char in table for char in moved.strip()):
        return "".join(table[char] for char in moved.strip())
    return f"{_DONE[part['sign']]}{_as_one(moved)}"


def _as_one(part: str) -> str:
    """Return a part in brackets, unless it is one word."""
    part = part.strip()
    return part if re.fullmatch(r"[^\s+−\-/]*", part) else f"({part})"
