# style: an int is answered by the tuple of one, by recursion
import torch


def my_jacrev(f, argnums=0):
    if isinstance(argnums, int):
        return lambda *a: my_jacrev(f, (argnums,))(*a)[0]

    def J(*a):
        def g(*v):
            b = list(a)
            for k, t in zip(argnums, v):
                b[k] = t
            return f(*b)

        y, p = torch.func.vjp(g, *[a[k] for k in argnums])
        m = y.numel()
        B = torch.vmap(p)(torch.eye(m).to(y).view(m, *y.size()))
        return tuple(b.view(*y.size(), *a[k].size()) for k, b in zip(argnums, B))

    return J
