# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
from torch.func import jacrev as my_jacrev


def my_jacfwd(f, argnums=0):
    return my_jacrev(f, argnums=argnums)
