# fails: method cost
# fault: iteration-recorded
# says: record of the whole
import torch


def kepler(M, e):
    E = M + 0.85 * e * torch.sign(torch.sin(M))
    for _ in range(10):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E
