"""The objects that are there before an answer runs: set aside, so that a garbage collection looks at new ones alone.

Offers: `settled_heap`, to be entered before a meter; `settle_for_good`, for a process that will be forked.
"""

import contextlib
import gc
from collections.abc import Iterator
from threading import Event

# Whether that was done. The collector itself would walk all objects to say how many it set aside. An Event and not a
# plain name, since the seal, which may be taken earlier, would find the name altered.
_for_good = Event()


def settle_for_good() -> None:
    """Set aside all objects there are: a collection in a fork then writes to none of their pages, and copies none.

    Garbage is set aside too. To free it would leave holes in many pages; each fork would fill them, and so copy the
    pages.
    """
    gc.freeze()
    _for_good.set()


@contextlib.contextmanager
def settled_heap() -> Iterator[None]:
    """Set aside all objects there are while the block runs, so that a collection takes no time.

    A fork of a settled process sets aside its own objects for good too: to bring them back (`gc.unfreeze`) would bring
    back all of torch's.
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
