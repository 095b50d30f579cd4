# fails: value
# fault: digits-lost-in-float32
# says: float32
import torch


def vjp_once(f, x, v):
    h = 1e-5
    row = torch.zeros_like(x)
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        row[j] = v @ (f(x + e) - f(x - e)) / (2 * h)
    return row
