"""What an answer prints: the first lines of the first call that prints anything, and how many other calls print.

Offers: `Printed`, a stream that keeps no more than that, however much is written.
"""

import contextlib
import io
from collections.abc import Iterator


class Printed(io.TextIOBase):
    """A stream that takes what an answer prints, and keeps the first call's lines up to a number and a width.

    call    the first call that printed; 0 while none did
    others  how many calls printed besides
    """

    encoding = "utf-8"

    def __init__(self, lines: int, width: int) -> None:
        super().__init__()
        self.call = self.others = 0
        self._most = lines * (width + 1)
        self._lines, self._width = lines, width
        self._kept: list[str] = []
        self._length = self._cut = 0
        self._now, self._printed = 0, False

    @contextlib.contextmanager
    def of_call(self, number: int) -> Iterator[None]:
        """Take what is printed in a block for that of the call of this number."""
        self._now, self._printed = number, False
        try:
            yield
        finally:
            if self._printed and self.call != number:
                self.others += 1
            self._now = 0

    def write(self, text: str, /) -> int:
        """Keep as much of a text as there is room for."""
        if not self._now or not text:
            return len(text)
        self._printed = True
        self.call = self.call or self._now
        if self.call == self._now:
            # By str's own method: that of a subclass may be the answer's code.
            part = str.__getitem__(text, slice(0, self._most - self._length))
            self._length += len(part)
            self._kept.append(part)
            self._cut += len(text) - len(part)
        return len(text)

    def writable(self) -> bool:
        """Return True: it can be written to."""
        return True

    def lines(self) -> tuple[str, ...]:
        """Return the lines that were kept; the last one is «…» where there were more."""
        every = "".join(self._kept).encode("utf-8", "replace").decode("utf-8").splitlines()
        kept = [line if len(line) <= self._width else f"{line[: self._width]} …" for line in every[: self._lines]]
        return (*kept, "…") if self._cut or len(every) > self._lines else tuple(kept)
