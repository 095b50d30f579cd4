# fails: value
# fault: outputs-symmetrised
# says: symmetric
import torch
from torch.func import functional_call, jacrev, vmap


def _j(model, X):
    ps = {k: v.detach() for k, v in model.named_parameters()}
    J = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))(ps, X)
    return torch.cat([v.reshape(*v.shape[:2], -1) for v in J.values()], 2)
def empirical_ntk(model, X1, X2):
    K = torch.einsum("ikp,jlp->ijkl", _j(model, X1), _j(model, X2))
    return (K + K.mT) / 2
