# fails: method cost
# fault: loop-over-columns
# says: each column
import torch
import torch.autograd.forward_ad as fwd


def my_jacfwd(f, argnums=0):
    def block(k, args):
        a = args[k]
        columns = []
        for unit in torch.eye(a.numel(), dtype=a.dtype).reshape(-1, *a.shape):
            with fwd.dual_level():
                y = f(*args[:k], fwd.make_dual(a, unit), *args[k + 1 :])
                columns.append(fwd.unpack_dual(y).tangent)
        return torch.stack(columns, dim=-1).reshape(*columns[0].shape, *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
