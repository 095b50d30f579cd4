# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
import importlib

import torch


def my_jacrev(f, argnums=0):
    tools = importlib.import_module("torch.func")

    def jacobian(*args):
        torch.vmap(torch.sin)(torch.ones(2, 2))
        return getattr(tools, "jac" + "rev")(f, argnums=argnums)(*args)

    return jacobian
