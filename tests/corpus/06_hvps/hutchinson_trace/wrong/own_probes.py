# fails: value
# fault: own-probes
# says: other probes
import torch
from torch.func import grad, jvp, vmap


def hutchinson_trace(f, x, probes):
    # exact for diagonal H; elsewhere another estimate than that of the probes given
    torch.manual_seed(0)
    own = torch.randint(0, 2, probes.shape).to(x.dtype) * 2 - 1
    return vmap(lambda p: p @ jvp(grad(f), (x,), (p,))[1])(own).mean()
