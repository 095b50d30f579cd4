# fails: method
# fault: forbidden-tool
# says: torch.func
from importlib import import_module


def jacobian_by_rows(f, x):
    module = import_module("torch._functorch.eager_transforms")
    return vars(module)["jacrev"](f)(x)
