# fails: cost
# fault: hessian-built
# says: built
from torch.func import hessian


def hutchinson_trace(f, x, probes):
    return (probes @ hessian(f)(x) @ probes.T).diagonal().mean()
