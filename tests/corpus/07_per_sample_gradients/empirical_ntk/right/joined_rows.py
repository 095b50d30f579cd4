# style: all parameters in one vector, a product of two matrices
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    named = {k: p.detach() for k, p in model.named_parameters()}
    sizes = [p.numel() for p in named.values()]
    theta = torch.cat([p.reshape(-1) for p in named.values()])

    def one(theta, x):
        params = {k: part.view(p.shape) for (k, p), part in zip(named.items(), theta.split(sizes))}
        return functional_call(model, params, (x[None],)).squeeze(0)

    def jacobian(X):
        return vmap(jacrev(one), (None, 0))(theta, X)

    J1, J2 = jacobian(X1), jacobian(X2)
    K = J1.flatten(0, 1) @ J2.flatten(0, 1).T
    return K.view(len(X1), J1.shape[1], len(X2), J2.shape[1]).permute(0, 2, 1, 3)
