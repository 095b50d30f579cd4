# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
import torch.func as tools

all_rows = getattr(tools, "".join(["jac", "rev"]))


def jacobian_by_vmap(f, x):
    return tools.vmap(all_rows(f))(x[None])[0]
