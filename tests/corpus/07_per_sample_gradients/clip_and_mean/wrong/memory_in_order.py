# fails: value
# fault: strides-ignored
# says: strides
import torch


def clip_and_mean(grads, max_norm):
    n = torch.stack([torch.as_strided(g, (len(g), g[0].numel()), (g[0].numel(), 1)).square().sum(1) for g in grads.values()]).sum(0).sqrt()
    w = torch.where(n > max_norm, max_norm / n, torch.ones_like(n))
    return {k: torch.tensordot(w, g, 1) / len(n) for k, g in grads.items()}
