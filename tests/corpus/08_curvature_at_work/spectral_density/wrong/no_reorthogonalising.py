# fails: value
# fault: ghosts
# says: seen more than once
import torch
from torch.func import vmap


def spectral_density(matvec, probes, k):
    multiply = vmap(matvec)
    basis, diagonal, beside = [probes / probes.norm(dim=1, keepdim=True)], [], []
    for _ in range(k):
        rest = multiply(basis[-1])
        diagonal.append((rest * basis[-1]).sum(1))
        for q in basis[-2:]:
            rest = rest - (q * rest).sum(1, keepdim=True) * q
        length = rest.norm(dim=1, keepdim=True)
        beside.append(length[:, 0])
        basis.append(torch.where(length > 0, rest / length, rest))
    T = torch.diag_embed(torch.stack(diagonal, 1))
    if k > 1:
        edge = torch.stack(beside[:-1], 1)
        T = T + torch.diag_embed(edge, 1) + torch.diag_embed(edge, -1)
    nodes, vectors = torch.linalg.eigh(T)
    return nodes, vectors[:, 0, :] ** 2
