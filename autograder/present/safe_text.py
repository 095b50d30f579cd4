"""Text that somebody else wrote, made safe to print.

plain     as one line
block     as lines
pieces    as one line, cut into prose and code
"""

import re
import unicodedata

LONGEST = 600
LONGEST_BLOCK = 20_000

# A terminal's colour and cursor commands.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")

# Code in a sentence: `f(x)`, or «f(x)» where the line may hold a backtick itself.
_CODE = re.compile(r"`([^`]+)`|«([^»]+)»")


def plain(text: str, longest: int = LONGEST) -> str:
    """Return text as one line without control characters, cut to `longest` characters.

    A student can write an exception's message: it may hold escape sequences, right-to-left marks and ten thousand
    lines, none of which may reach a terminal or a page.
    """
    return _cut(" ".join(_without_control(text[: 8 * longest], " ").split()), longest)


def block(text: str, longest: int = LONGEST_BLOCK) -> str:
    """Return text as lines, for code and written answers: no other control characters, at most `longest` in all."""
    lines = text[: 2 * longest].replace("\t", "    ").splitlines()
    return _cut("\n".join(_without_control(line, "").rstrip() for line in lines), longest)


def _without_control(text: str, instead: str) -> str:
    kept: list[str] = []
    for char in _ESCAPE.sub("", text):
        kind = unicodedata.category(char)
        if kind in ("Cc", "Zl", "Zp"):
            kept.append(instead)
        elif kind not in ("Cf", "Cs", "Co", "Cn"):
            kept.append(" " if char.isspace() else char)
    return "".join(kept)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return one line cut into pieces, each with True where it is code: what stands between `backticks` or «these»."""
    found: list[tuple[str, bool]] = []
    end = 0
    line = plain(text)
    for match in _CODE.finditer(line):
        found += [(line[end : match.start()], False), (match[1] or match[2], True)]
        end = match.end()
    return [piece for piece in [*found, (line[end:], False)] if piece[0]]
