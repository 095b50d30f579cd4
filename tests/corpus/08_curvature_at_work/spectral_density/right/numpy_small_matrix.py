# style: numpy for the small matrix
import numpy as np
import torch


def spectral_density(matvec, probes, k):
    all_nodes, all_weights = [], []
    for probe in probes:
        v = probe / probe.norm()
        V = v[None]
        alpha, beta = [], []
        for j in range(k):
            w = matvec(V[-1])
            alpha.append(float(w @ V[-1]))
            w = w - V.T @ (V @ w)
            w = w - V.T @ (V @ w)
            norm = float(w.norm())
            beta.append(norm)
            V = torch.cat([V, (w / norm if norm > 0 else w)[None]])
        T = np.diag(alpha) + np.diag(beta[:-1], 1) + np.diag(beta[:-1], -1)
        lam, U = np.linalg.eigh(T)
        all_nodes.append(torch.from_numpy(lam))
        all_weights.append(torch.from_numpy(U[0] ** 2))
    return torch.stack(all_nodes).to(probes), torch.stack(all_weights).to(probes)
