# fails: value
# fault: norm-for-factor
# says: no share of one
import torch
def clip_and_mean(grads, max_norm):
    norms = torch.sqrt(sum(g.flatten(1).pow(2).sum(1) if g.dim() > 1 else g.pow(2) for g in grads.values()))
    factor = torch.clamp(norms, max=max_norm)
    return {k: (g * factor.view(-1, *[1] * (g.dim() - 1))).mean(0) for k, g in grads.items()}
