"""The objects that are there before an answer runs: set aside, so that a collection looks at new ones alone.

Offers: `settled_heap`, to be entered before a meter; `settle_for_good`, for a process whose forks are to find it done.
"""

import contextlib
import gc
from collections.abc import Iterator
from threading import Event

# Remembered: to ask the collector how many objects it set aside, it walks them all. Not a plain name: the seal, which
# may be taken before, would find it altered.
_for_good = Event()


def settle_for_good() -> None:
    """Set aside all objects there are: a collection in a fork then writes to none of their pages, and copies none.

    Garbage too: to free it makes holes in many pages, and each fork would fill them, and so copy those pages.
    """
    gc.freeze()
    _for_good.set()


@contextlib.contextmanager
def settled_heap() -> Iterator[None]:
    """Set aside all objects there are while the block runs, so that a collection takes no time.

    A fork of a settled process sets aside its own for good too: to bring back one is to bring back all of torch's.
    """
    if _for_good.is_set():
        gc.collect()
        settle_for_good()
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
