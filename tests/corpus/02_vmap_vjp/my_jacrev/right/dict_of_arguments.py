# style: the varying arguments go through vjp as a dict
import torch


def my_jacrev(f, argnums=0):
    def J(*args):
        vary = {str(i): args[i] for i in ((argnums,) if isinstance(argnums, int) else argnums)}

        def g(d):
            return f(*(d.get(str(i), a) for i, a in enumerate(args)))

        y, p = torch.func.vjp(g, vary)
        (D,) = torch.vmap(p)(torch.eye(y.numel()).to(y).reshape(y.shape.numel(), *y.shape))
        out = tuple(
            D[str(i)].reshape(y.shape + args[i].shape) for i in ((argnums,) if isinstance(argnums, int) else argnums)
        )
        return out[0] if isinstance(argnums, int) else out

    return J
