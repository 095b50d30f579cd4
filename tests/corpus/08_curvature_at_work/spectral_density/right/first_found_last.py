# style: nodes from the largest down
import torch


def spectral_density(matvec, probes, k):
    K, N = probes.shape
    Q = probes.new_zeros(K, k, N)
    T = probes.new_zeros(K, k, k)
    q = probes / N**0.5
    for j in range(k):
        Q[:, j] = q
        w = torch.stack([matvec(row) for row in q])
        T[:, j, j] = torch.einsum("kn,kn->k", w, q)
        for _ in range(2):
            w = w - torch.einsum("kjn,kj->kn", Q, torch.einsum("kjn,kn->kj", Q, w))
        size = torch.linalg.vector_norm(w, dim=-1)
        if j < k - 1:
            T[:, j, j + 1] = T[:, j + 1, j] = size
        q = w / size.masked_fill(size == 0, 1.0)[:, None]
    values, vectors = torch.linalg.eigh(T)
    return values.flip(1), vectors[:, 0].square().flip(1)
