# attack: takes the forbidden tool apart on import and keeps only its innermost parts
# earns: not method
import torch
from torch._C._functorch import (
    _grad_decrement_nesting,
    _grad_increment_nesting,
    _unwrap_for_grad,
    _wrap_for_grad,
)


def vjp_once(f, x, v):
    level = _grad_increment_nesting()
    try:
        p = _wrap_for_grad(x, level).requires_grad_()
        y = f(p)
        row = torch._C._functorch._unwrap_for_grad(
            torch.autograd.Variable._execution_engine.run_backward(
                (y,), (v,), False, False, (p,), allow_unreachable=True, accumulate_grad=False
            )[0],
            level,
        )
        return _unwrap_for_grad(row, level)
    finally:
        _grad_decrement_nesting()
