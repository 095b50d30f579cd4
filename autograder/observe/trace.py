"""The call trace: which of torch's transforms an answer called, whatever name it gave them.

Names come from code objects, known by their file and name: an alias, a `partial`, a `getattr` or a copy hides nothing.
A transform that torch's own code calls on the way (`hessian` calls `jacfwd`) is an implementation detail, not the
answer's.

Offers: `Trace`, a context manager; afterwards `used` and `flags`.
"""

import gc
import os
import sys
import sysconfig
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import get_ident
from types import CodeType, FrameType
from typing import Any, Self

import torch

from autograder import course_folder
from autograder.observe.evidence import SWITCHED_OFF, UNTRACED, WENT_ROUND
from autograder.observe.transforms import ARGUMENTS, Transforms, place
from autograder.questions.marker import around_marks

_PACKAGE = str(Path(__file__).parent.parent)
_OURS = course_folder.ours()
# Code that runs inside an answer by right: the observer, the functions f and the models with their marker, and answers
# that the students of the demonstration class wrote.
_MARKED = ("questions/draw.py", "questions/marker.py", "questions/models.py")
_BY_RIGHT = ("observe/", *_MARKED, "classroom/course/demo_class/")
_OUR_OWN = tuple(os.path.join(_PACKAGE, *place.split("/")) for place in _BY_RIGHT)
_TORCH = str(Path(torch.__file__).parent)
_PRINTS, _MAPS = os.path.join(_TORCH, "_tensor_str.py"), os.path.join(_TORCH, "_functorch", "vmap.py")
_LASTING = (_TORCH, sysconfig.get_path("stdlib"), "<frozen")  # code objects from here live as long as the process


class Unwatched:
    """A context for work of our own within an answer's: a trace, if there is one, pauses, since it costs much time.

    No garbage collection begins in it by itself: it could run an answer's finalizers unseen. Where a trace is at work
    and yet not set here, the answer has switched it off, or this is a thread that began before the trace.
    """

    __slots__ = ("_collects", "_paused")

    def __enter__(self) -> None:
        self._paused = sys.getprofile() is _see
        if self._paused:
            sys.setprofile(None)
            _paused.add(get_ident())
            self._collects = gc.isenabled()
            gc.disable()
        elif _at_work and get_ident() not in _paused:
            _at_work[-1].saw_nobody_look()

    def __exit__(self, *_: object) -> None:
        if self._paused:
            if self._collects:
                gc.enable()
            _paused.discard(get_ident())
            sys.setprofile(_see)


# Threads that are within such a context.
_paused: set[int] = set()


class Watched:
    """A context within `Unwatched` in which the trace goes on: for what may run an answer's code."""

    __slots__ = ("_was",)

    def __enter__(self) -> None:
        self._was = get_ident() in _paused
        if self._was:
            _paused.discard(get_ident())
            sys.setprofile(_see)

    def __exit__(self, *_: object) -> None:
        if self._was:
            sys.setprofile(None)
            _paused.add(get_ident())


around_marks(Unwatched)


class Trace:
    """Watch the calls made in a `with` block. `table` is that of `transforms`."""

    def __init__(self, table: Transforms) -> None:
        self.table = table
        self._used: dict[str, None] = {}
        self._flags: dict[str, None] = {}
        self._before: Callable[..., Any] | None = None
        self._thread = get_ident()
        self._left = False
        self.taken = 0

    @property
    def used(self) -> tuple[str, ...]:
        """Public names, each once, in order of their first call."""
        return tuple(self._used)

    @property
    def flags(self) -> tuple[str, ...]:
        """Attempts to stop the observer, and ways around the meter, by the constants of `evidence`."""
        return tuple(self._flags)

    def __enter__(self) -> Self:
        self._before = sys.getprofile()
        self._thread = get_ident()
        _at_work.append(self)
        threading.setprofile(_see)
        sys.setprofile(_see)
        return self

    def __exit__(self, *_: object) -> None:
        if sys.getprofile() is not _see:
            self._flags[SWITCHED_OFF] = None
        # cProfile's own profiler can be looked up, and not set: whoever runs the call switches it on again.
        sys.setprofile(self._before if callable(self._before) else None)
        threading.setprofile(None)
        _at_work.remove(self)

    def saw_switch(self) -> None:
        """Note that the answer touched the profiler."""
        self._flags[SWITCHED_OFF] = None

    def saw_nobody_look(self) -> None:
        """Note a pass through f that no trace watches: in the call's own thread, the trace was switched off."""
        self._flags[SWITCHED_OFF if get_ident() == self._thread else UNTRACED] = None

    def saw_crossing(self, name: str, owner: object) -> None:
        """Note that numbers left torch, and how many; or, once some did, that some came back."""
        # By its true type: a subclass may run code of its own when it is looked at.
        if type(owner) is torch.Tensor:
            # Whole numbers may be others in disguise, as many as these; as indices they are few.
            self.taken += owner.numel() if name in _LEAVE and owner.dtype is not torch.bool else 0
            if not (owner.dtype.is_floating_point or owner.dtype.is_complex):
                return
        if self._left and name in _RETURN:
            self._flags[WENT_ROUND] = None
        self._left = self._left or name in _LEAVE

    def saw_shared(self) -> None:
        """Note that numbers were written into memory that others than torch can read too."""
        self._flags[WENT_ROUND] = None

    def saw_ours(self) -> None:
        """Note that the answer called a function of ours."""
        self._used["autograder"] = None

    def saw_transform(self, frame: FrameType, name: str, public: str) -> None:
        """Note the call of a transform, unless torch's own code made it on the way."""
        caller = frame.f_back
        while caller is not None and id(caller.f_code) in self.table.decorators:
            caller = caller.f_back
        if caller is not None and _is_implementation(caller.f_code, name, public):
            return
        self._used |= dict.fromkeys((public.partition("[")[0], public))
        for argument in ARGUMENTS.get(public, ()):
            if _is_given(frame.f_locals.get(argument)):
                self._used[f"{public}[{argument}]"] = None


def _is_given(argument: object) -> bool:
    """Tell whether an argument is neither None nor false; an object of an answer's own is not asked, and is given."""
    # By identity and true type: an object's `==` would run here, where no trace looks.
    return argument is not None and argument is not False and not (type(argument) is int and argument == 0)


# The trace that runs, if any. A thread that one call started reports to the trace of the next call while it goes on.
_at_work: list[Trace] = []


def took_numbers(count: int) -> None:
    """Tell the trace that runs, if any, that numbers were handed out to Python, which no meter weighs there."""
    if _at_work:
        _at_work[-1].taken += count


def wrote_to_shared_memory() -> None:
    """Tell the trace that runs, if any, that an operation wrote into memory which numpy, say, may share."""
    if _at_work:
        _at_work[-1].saw_shared()


_SWITCH = sys.setprofile
# Through these, numbers leave torch and come back: no meter weighs what holds them meanwhile.
_PER_ENTRY = frozenset({"apply_", "map_", "map2_"})  # they call a Python function on each entry
_LEAVE = frozenset({"numpy", "tolist", "to_dlpack", "_to_dlpack", "_to_dlpack_versioned"}) | _PER_ENTRY
_RETURN = _PER_ENTRY | {
    "from_numpy", "from_dlpack", "_from_dlpack", "tensor", "as_tensor", "asarray", "frombuffer", "new", "new_tensor",
    "copy_", "fill_", "sparse_coo_tensor", "sparse_csr_tensor", "sparse_csc_tensor", "sparse_bsr_tensor",
    "sparse_bsc_tensor", "sparse_compressed_tensor",
}  # fmt: skip
_BORDER = _LEAVE | _RETURN


# Code that need not be looked at again, by its id; and the code objects themselves, so that no other gets that id. A
# set and a deque, not a dict or a list: these grow, and the seal would take a longer table for an altered one.
_plain: set[int] = set()
_kept: deque[CodeType] = deque()


def _see(frame: FrameType, event: str, argument: Any) -> None:
    # Python calls this at each call and return, of C functions too, thousands of times in a Jacobian: so it does
    # little.
    if event == "call":
        if id(frame.f_code) not in _plain and _at_work:
            _look(frame, _at_work[-1])
    elif event == "c_call" and (argument is _SWITCH or argument.__name__ in _BORDER) and _at_work:
        if argument is not _SWITCH:
            if not _is_for_a_name(frame):
                _at_work[-1].saw_crossing(argument.__name__, getattr(argument, "__self__", None))
        elif frame.f_code.co_filename != __file__:
            # Our own __exit__ is the last such call, and comes from this file.
            _at_work[-1].saw_switch()


def _is_for_a_name(frame: FrameType | None) -> bool:
    """Tell whether torch prints a function to name it in `vmap`; one that has tensors as fields prints these too."""
    if frame is None or frame.f_code.co_filename != _PRINTS:
        return False
    while frame is not None and frame.f_code.co_filename != _MAPS:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_name == "_get_name"


def _look(frame: FrameType, trace: Trace) -> None:
    code = frame.f_code
    known = trace.table.known.get(place(code))
    if known is not None:
        trace.saw_transform(frame, *known)
    elif not code.co_filename.startswith(_OURS):
        # An answer's own code is not remembered: it may make new code objects at each call.
        if code.co_filename.startswith(_LASTING):
            _remember(code)
    elif code.co_filename.startswith(_OUR_OWN) or "<locals>" in code.co_qualname:
        _remember(code)
    elif _is_entered(frame):
        trace.saw_ours()


def _remember(code: CodeType) -> None:
    _plain.add(id(code))
    _kept.append(code)


def _is_implementation(caller: CodeType, name: str, public: str) -> bool:
    # Code of torch's that names the transform calls it on its own account. torch's generic callers (`tree_map`, a vmap
    # that runs what it was given) do not name it, so a transform that an answer hands to them counts as the answer's.
    if not caller.co_filename.startswith(_TORCH):
        return False
    names = (*caller.co_names, *caller.co_freevars)
    return name in names or public.rsplit(".", 1)[-1] in names


def _is_entered(frame: FrameType) -> bool:
    """Tell whether code of another package calls this function of ours."""
    caller = frame.f_back
    if caller is None or not caller.f_code.co_filename.startswith(_OURS):
        return True
    # An `ask_…` function calls the answer: a function of ours that stands in the answer's place is seen, too.
    return caller.f_code.co_name.startswith("ask_")
