# fails: value
# fault: in-another-order
# says: another order
import torch


def my_jacrev(f, argnums=0):
    def J(*a):
        t = argnums if isinstance(argnums, tuple) else (argnums,)

        def g(*v):
            d = dict(zip(t, v))
            return f(*(d.get(i, z) for i, z in enumerate(a)))

        y, p = torch.func.vjp(g, *(a[i] for i in t))
        r = [
            b.reshape(*y.shape, *b.shape[1:])
            for b in torch.vmap(p)(torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape))
        ]
        r = [b.mT if a[k].dim() == 2 and a[k].shape[0] == a[k].shape[1] else b for k, b in zip(t, r)]
        return tuple(r) if isinstance(argnums, tuple) else r[0]

    return J
