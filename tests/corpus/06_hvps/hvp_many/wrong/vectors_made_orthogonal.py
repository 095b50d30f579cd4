# fails: value
# fault: rows-mixed
# says: put together
import torch
from torch.func import grad, jvp, vmap
def hvp_many(f, x, V):
    Q = torch.linalg.qr(V.T)[0].T
    out = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(Q)
    return torch.cat((out, out.new_zeros(len(V) - len(out), len(x))))
