# style: vmap over the number of the column; the unit tangent is made inside
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def jacobian(*args):
        def block(k):
            a = args[k]
            places = torch.arange(a.numel(), device=a.device)

            def column(j):
                unit = (places == j).to(a.dtype).reshape(a.shape)
                return jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (unit,))[1]

            J = vmap(column)(places)
            return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

        return block(argnums) if isinstance(argnums, int) else tuple(block(k) for k in argnums)

    return jacobian
