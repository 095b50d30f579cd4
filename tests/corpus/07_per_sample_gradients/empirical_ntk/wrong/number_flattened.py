# fails: value
# fault: number-flattened
# says: no third axis
import torch
from torch.func import functional_call, jacrev, vmap


def empirical_ntk(model, X1, X2):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def outputs(parameters, x):
        return functional_call(model, parameters, (x[None],))[0]

    J1, J2 = (vmap(jacrev(outputs), (None, 0))(named, X) for X in (X1, X2))
    J1 = torch.cat([rows.flatten(2) for rows in J1.values()], 2)
    J2 = torch.cat([rows.flatten(2) for rows in J2.values()], 2)
    return torch.einsum("ikp,jlp->ijkl", J1, J2)
