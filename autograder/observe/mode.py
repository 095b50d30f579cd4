"""A dispatch mode without the wrapper that torch puts around one.

Offers: `Mode`, to derive a mode from.
"""

from typing import Any

from torch._C._dynamo import eval_frame
from torch.utils._python_dispatch import TorchDispatchMode

_SKIP = eval_frame._FrameExecStrategy(eval_frame._FrameAction.SKIP, eval_frame._FrameAction.SKIP)


class Mode(TorchDispatchMode):
    """A mode whose `__torch_dispatch__` is called as it is.

    torch wraps it in a function that keeps `torch.compile` away, and that takes longer than most of what our modes do.
    Still, `torch.compile` must not compile a mode along with an answer: the mode's code is marked to be skipped.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)  # type: ignore[no-untyped-call]  # torch has no types here
        if "__torch_dispatch__" in vars(cls):
            eval_frame.set_code_exec_strategy(cls.__torch_dispatch__.__code__, _SKIP)

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False
