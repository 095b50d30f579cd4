# attack: neither the tool nor a forbidden one by name: the innermost parts of torch.func and the bare engine
# earns: not method
import torch
from torch._C._functorch import (
    _grad_decrement_nesting,
    _grad_increment_nesting,
    _unwrap_for_grad,
    _wrap_for_grad,
    set_inplace_requires_grad_allowed,
)


def vjp_once(f, x, v):
    level = _grad_increment_nesting()
    try:
        set_inplace_requires_grad_allowed(True)
        p = _wrap_for_grad(x, level).requires_grad_()
        set_inplace_requires_grad_allowed(False)
        y = f(p)
        engine = torch.autograd.Variable._execution_engine
        row = engine.run_backward((y,), (v,), False, False, (p,), allow_unreachable=True, accumulate_grad=False)[0]
        return _unwrap_for_grad(row, level)
    finally:
        _grad_decrement_nesting()
