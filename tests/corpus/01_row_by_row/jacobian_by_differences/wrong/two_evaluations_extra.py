# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # 2N + 2
    J = torch.zeros(f(x).shape[0], len(x), dtype=f(x).dtype, device=f(x).device)
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        J[:, j] = (f(x + e) - f(x - e)) / (2 * h)
    return J
