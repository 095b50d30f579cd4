# fails: value
# fault: rounded-to-decimals
# says: few decimals
import torch
def jacobian_by_differences(f, x, h=1e-5):
    cols = []
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        cols.append((f(x + e) - f(x - e)) / (2 * h))
    return torch.round(torch.stack(cols, 1), decimals=4)
