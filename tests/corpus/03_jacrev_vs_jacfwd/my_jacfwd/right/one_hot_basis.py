# style: a basis from one_hot; einops-like letters are not needed
import torch
import torch.nn.functional as nnf
from torch.func import jvp, vmap


def unit_tangents(like):
    n = like.numel()
    return nnf.one_hot(torch.arange(n), n).to(like).reshape(n, *like.shape)


def my_jacfwd(f, argnums=0):
    wants = [argnums] if isinstance(argnums, int) else list(argnums)

    def jacobian(*args):
        out = []
        for w in wants:
            def g(p, w=w):
                return f(*[p if i == w else a for i, a in enumerate(args)])

            def push(t, g=g, w=w):
                y, dy = jvp(g, (args[w],), (t,))
                return dy

            J = vmap(push)(unit_tangents(args[w]))
            out.append(J.transpose(0, -1).reshape(J.T.shape if J.dim() == 2 else (-1,)) if J.dim() == 2 else J.movedim(0, -1))
            out[-1] = out[-1].reshape(*J.shape[1:], *args[w].shape)
        return out.pop() if isinstance(argnums, int) else tuple(out)

    return jacobian
