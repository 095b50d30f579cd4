# fails: cost
# fault: matrix-built
# says: a was built
import torch
from torch.func import vmap


def spectral_density(matvec, probes, k):
    A = vmap(matvec)(torch.eye(probes.shape[1], dtype=probes.dtype, device=probes.device))
    basis, diagonal, beside = [probes / probes.norm(dim=1, keepdim=True)], [], []
    for _ in range(k):
        rest = basis[-1] @ A
        diagonal.append((rest * basis[-1]).sum(1))
        for q in basis + basis:
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
