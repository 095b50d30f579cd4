"""What a learner gets beside the verdict: news of a slow check, an end to an endless call, and what the answer printed.

None of it is evidence. While a class is graded there is no onlooker: the supervisor enforces the limits there.

Offers: `Onlooker`, one for each check; `TimedOut`, what it raises in an answer whose time is up.
"""

import contextlib
import contextvars
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from autograder.limits import CALL, Call
from autograder.observe.displayed import Displayed
from autograder.observe.evidence import Raised
from autograder.observe.memory import bounded_memory
from autograder.observe.printed import Printed
from autograder.observe.raising import Frame, frames_of, is_between, is_out_of_memory, raised, theirs_beneath

_AGAIN = 1.0  # seconds: an answer may catch the exception that should end it, and then gets another
_A_MOMENT = 0.001
_MOST_GRANTED = 9  # times the limit: an answer's own threads may keep it waiting, too


def _waited() -> float:
    """Return how many seconds this process was ready to run, and others ran; 0 where the system doesn't tell."""
    try:
        _, nanoseconds, _ = Path("/proc/self/schedstat").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0.0
    return int(nanoseconds) / 1e9


class TimedOut(BaseException):
    """An answer's time was up. No `except Exception` catches it."""

    def __init__(self) -> None:
        super().__init__("its time was up")


class _Teller(threading.Thread):
    """The thread that says how far a check is; by its class, `threads` knows it as ours and not the answer's."""


class Onlooker:
    """Watches one check for its learner. It calls `tell` with a line whenever there is news, and with none at the end.

    call, calls  the number of the call that runs (0 before the first), and how many there are; timed calls come after
    printed      what the answer printed
    displayed    what it displayed
    frames       the answer's own frames where it first raised, or was stopped
    error        what it raised there, and in which call; the card may be about another call
    over         the error after which no other call is made: its time was up, or no memory was left
    """

    def __init__(self, tell: Callable[[str], None] = lambda says: None, limit: Call = CALL) -> None:
        self.call = self.calls = 0
        self.over: Raised | None = None
        self.printed = Printed(limit.lines, limit.width)
        self.displayed = Displayed(limit.lines)
        self.frames: tuple[Frame, ...] = ()
        self.error = ""
        self._tell, self._limit = tell, limit
        self._done = threading.Event()
        self._stopped = self._handles = False
        self._seconds = self._waited = self._granted = 0.0

    @contextlib.contextmanager
    def looking_on(self, calls: int) -> Iterator[None]:
        """Watch a block that makes so many calls. An interrupt from the keyboard ends it as KeyboardInterrupt."""
        self.calls = calls
        here = contextvars.copy_context()  # so that what the thread displays belongs to the cell that runs
        teller = _Teller(target=here.run, args=(self._tell_how_far,), daemon=True)
        teller.start()
        try:
            with self._signals(), bounded_memory(self._limit):
                yield
                self._leave_if_stopped()
        finally:
            self._done.set()
            teller.join()

    @contextlib.contextmanager
    def at_call(self, number: int) -> Iterator[None]:
        """Limit one call's time, keep what it prints, and let it display what it may."""
        self.call = number
        with self.printed.of_call(number), self.displayed.of_call(number), self._within(self._limit.seconds):
            yield

    @contextlib.contextmanager
    def at_clock(self) -> Iterator[None]:
        """Limit the time of all timed calls together."""
        self.call = self.calls + 1
        with self.displayed.of_call(0), self._within(self._limit.timed):
            yield

    def saw(self, error: BaseException) -> None:
        """Keep the lines of the answer that the first error came through.

        After an error for want of time or memory, `over` tells the observer to make no more calls.
        """
        if not self.frames and (frames := frames_of(error, self._limit.frames)):
            self.frames, self.error = frames, f"{type(error).__name__} in call {self.call}"
        if isinstance(error, TimedOut) or is_out_of_memory(error):
            self.over = raised(error)

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        self._leave_if_stopped()
        if not self._handles:
            yield
            return
        self._seconds, self._waited, self._granted = seconds, _waited(), 0.0
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _leave_if_stopped(self) -> None:
        """Raise KeyboardInterrupt if the learner has interrupted while our own code ran, or if the answer caught it."""
        if self._stopped:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Handle interrupts and the timer in a block, if the system has both and this is the main thread."""
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        begun = time.monotonic()
        left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
        before = {each: signal.signal(each, self._interrupt) for each in (signal.SIGINT, signal.SIGALRM)}
        self._handles = True
        try:
            yield
        finally:
            self._handles = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            for each, handler in before.items():
                signal.signal(each, handler)
            if left:  # somebody else's timer goes on
                signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - begun), _A_MOMENT), interval)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGINT:
            self._stopped = True
        elif not self._stopped and self.over is None and (more := self._owed()) > _A_MOMENT:
            signal.setitimer(signal.ITIMER_REAL, more)
            return
        elif not self._stopped:
            self.over = self.over or raised(TimedOut())
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
        if not is_between(frame):
            self._end()
        # Not in the middle of our meter or trace, which would be left half done, but once the answer's code goes on.
        theirs = theirs_beneath(frame)
        if theirs is not None:
            theirs.f_trace, theirs.f_trace_opcodes = self._end, True
            sys.settrace(lambda *_: None)

    def _owed(self) -> float:
        """Return the seconds that a busy machine took from this call since it was last asked; they are given back."""
        owed = min(_waited() - self._waited, _MOST_GRANTED * self._seconds) - self._granted
        self._granted += max(owed, 0.0)
        return owed

    def _end(self, *_: object) -> NoReturn:
        sys.settrace(None)
        raise KeyboardInterrupt if self._stopped else TimedOut

    def _place(self) -> str:
        if not self.call:
            return "getting ready"
        return f"call {self.call} of {self.calls}" if self.call <= self.calls else "taking its times"

    def _tell_how_far(self) -> None:
        told, was_over = "", False
        while not self._done.wait(self._limit.told):
            says = self._place()
            if self.over and was_over:
                says = f"{says} does not end, though its time is up; if it goes on, restart the kernel"
            was_over = self.over is not None
            if says != told:
                self._tell(says)
                told = says
        if told:
            self._tell("")
