# fails: value
# fault: factor-upside-down
# says: upside down
import torch


def clip_and_mean(grads, max_norm):
    n = torch.stack([g.reshape(len(g), -1).norm(dim=1) for g in grads.values()]).norm(dim=0)
    c = (n / max_norm).clamp(max=1)
    return {k: torch.tensordot(c, g, 1) / len(c) for k, g in grads.items()}
