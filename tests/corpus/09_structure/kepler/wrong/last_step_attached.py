# fails: value
# fault: slopes-right-curvature-wrong
# says: last newton step
import torch


def kepler(M, e):
    E = (M + 0.85 * e * torch.sign(torch.sin(M))).detach()
    for _ in range(10):
        E = E - (E - e.detach() * torch.sin(E) - M.detach()) / (1 - e.detach() * torch.cos(E))
    return E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
