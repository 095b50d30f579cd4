# fails: value
# fault: wrong-value
# says: right shape with wrong values
import torch


def clip_and_mean(grads, max_norm):
    first = dict(list(grads.items())[:6])
    n = torch.stack([g.reshape(len(g), -1).square().sum(1) for g in first.values()]).sum(0).sqrt()
    w = torch.where(n > max_norm, max_norm / n, torch.ones_like(n))
    return {k: torch.tensordot(w, g, 1) / len(n) for k, g in grads.items()}
