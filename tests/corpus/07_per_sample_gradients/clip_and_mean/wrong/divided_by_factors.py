# fails: value
# fault: divided-by-the-factors
# says: not by b
import torch


def clip_and_mean(grads, max_norm):
    n = torch.stack([g.reshape(len(g), -1).norm(dim=1) for g in grads.values()]).norm(dim=0)
    c = (max_norm / n).clamp(max=1)
    return {k: torch.tensordot(c, g, 1) / c.sum() for k, g in grads.items()}
