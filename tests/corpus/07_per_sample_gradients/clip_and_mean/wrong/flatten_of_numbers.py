# fails: value
# fault: number-flattened
# says: no second axis
import torch


def clip_and_mean(grads, max_norm):
    norm = torch.stack([g.flatten(1).norm(dim=1) for g in grads.values()]).norm(dim=0)
    c = (max_norm / norm).clamp(max=1)
    return {k: torch.tensordot(c, g, 1) / len(g) for k, g in grads.items()}
