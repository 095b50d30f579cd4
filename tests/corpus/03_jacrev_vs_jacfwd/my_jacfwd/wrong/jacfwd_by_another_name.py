# fails: method
# fault: forbidden-tool
# says: torch.func.jacfwd
import torch.func

columns_of = getattr(torch.func, "jac" + "fwd")


def my_jacfwd(f, argnums=0):
    return columns_of(f, argnums)
