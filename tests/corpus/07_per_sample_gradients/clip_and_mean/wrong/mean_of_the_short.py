# fails: value
# fault: mean-of-the-short
# says: within the bound
import torch


def clip_and_mean(grads, max_norm):
    n = torch.stack([g.reshape(len(g), -1).norm(dim=1) for g in grads.values()]).norm(dim=0)
    keep = n <= max_norm
    return {k: g[keep].mean(0) for k, g in grads.items()}
