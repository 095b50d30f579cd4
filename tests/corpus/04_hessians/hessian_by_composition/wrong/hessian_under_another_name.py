# fails: method
# fault: forbidden-tool
# says: torch.func.hessian
from importlib import import_module

compose = getattr(import_module("torch._functorch.eager_transforms"), "hess" + "ian")


def hessian_by_composition(f, x):
    return compose(f)(x)
