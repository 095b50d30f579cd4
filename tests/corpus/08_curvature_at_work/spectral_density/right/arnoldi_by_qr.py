# style: the Krylov matrix by Arnoldi with QR of what is there, a probe at a time by recursion
import torch


def arnoldi(matvec, columns, images, k):
    images = images + [matvec(columns[-1])]
    if len(columns) == k:
        return columns, images
    stacked = torch.stack(columns + [images[-1]], dim=1)
    Q, R = torch.linalg.qr(stacked)
    scale = R.diagonal().abs().max()
    if R[-1, -1].abs() <= 1e-12 * scale:
        return columns, images
    return arnoldi(matvec, columns + [Q[:, -1]], images, k)


def spectral_density(matvec, probes, k):
    nodes, weights = probes.new_zeros(len(probes), k), probes.new_zeros(len(probes), k)
    for i, p in enumerate(probes):
        Q, AQ = arnoldi(matvec, [p / p.norm()], [], k)
        Q, AQ = torch.stack(Q), torch.stack(AQ)
        T = Q @ AQ.T
        lam, U = torch.linalg.eigh(0.5 * (T + T.T))
        nodes[i, : len(lam)] = lam
        weights[i, : len(lam)] = U[0] ** 2
    return nodes, weights
