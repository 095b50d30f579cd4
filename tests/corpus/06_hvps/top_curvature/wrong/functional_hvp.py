# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(steps):
        u = torch.autograd.functional.vhp(f, x, u)[1]
        u = u / u.norm()
    return u @ torch.autograd.functional.vhp(f, x, u)[1], u
