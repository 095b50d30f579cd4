# fails: cost
# fault: all-at-once
# says: too much memory
import torch


def clip_and_mean(grads, max_norm):
    norm = sum((g * g).reshape(len(g), -1).sum(1) for g in grads.values()).sqrt()
    c = (max_norm / norm).clamp(max=1)
    clipped = {k: g * c.view(-1, *[1] * (g.dim() - 1)) for k, g in grads.items()}
    return {k: g.mean(0) for k, g in clipped.items()}
