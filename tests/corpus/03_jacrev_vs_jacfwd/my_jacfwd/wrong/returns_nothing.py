# fails: value
# fault: function-not-returned
# says: gave none back
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def jacobian(x):
        return vmap(lambda t: jvp(f, (x,), (t,))[1], out_dims=1)(torch.eye(len(x), dtype=x.dtype))
