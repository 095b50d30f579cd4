# style: a named tuple, in_dims and out_dims spelled out
from typing import NamedTuple

import torch


class Density(NamedTuple):
    nodes: torch.Tensor
    weights: torch.Tensor


def spectral_density(matvec, probes, k):
    rows = [probes / probes.square().sum(1, keepdim=True).sqrt()]
    alphas, betas = [], []
    for step in range(k):
        w = torch.func.vmap(matvec, in_dims=0, out_dims=0)(rows[-1])
        alphas.append(torch.einsum("kn,kn->k", w, rows[-1]))
        if step == k - 1:
            break
        for q in (*rows, *rows):
            w = w - torch.einsum("kn,kn->k", q, w)[:, None] * q
        betas.append(w.norm(dim=1))
        rows.append(w / betas[-1].clamp_min(1e-30)[:, None])
    T = torch.diag_embed(torch.stack(alphas, 1))
    for i, beta in enumerate(betas):
        T[:, i, i + 1] = beta
        T[:, i + 1, i] = beta
    values, vectors = torch.linalg.eigh(T)
    return Density(values, vectors[:, 0] * vectors[:, 0])
