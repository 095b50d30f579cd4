# style: out_dims=-1 does the moving; unflatten does the splitting
import torch


def my_jacfwd(f, argnums=0):
    def block(args, k):
        a = args[k]
        basis = torch.eye(a.numel(), dtype=a.dtype, device=a.device).view(a.numel(), *a.shape)

        def g(p):
            return f(*args[:k], p, *args[k + 1 :])

        J = torch.vmap(lambda t: torch.func.jvp(g, (a,), (t,))[1], out_dims=-1)(basis)
        return J.unflatten(-1, a.shape)

    def jacobian(*args):
        if type(argnums) is tuple:
            return tuple(block(args, k) for k in argnums)
        return block(args, argnums)

    return jacobian
