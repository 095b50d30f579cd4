# fails: method cost
# fault: forbidden-tool
# says: torch.autograd.functional
from torch.autograd.functional import jacobian as library


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        blocks = library(f, args)
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return lambda *args: jacobian(*args)
