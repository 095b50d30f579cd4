# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def my_jacfwd(f, argnums=0):
    def block(k, args):
        def g(p):
            return f(*args[:k], p, *args[k + 1 :])

        return torch.autograd.functional.jacobian(g, args[k], vectorize=True, strategy="forward-mode")

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
