# fails: value
# fault: mean-clipped
# says: the mean was clipped
import torch


def clip_and_mean(grads, max_norm):
    means = {k: g.mean(0) for k, g in grads.items()}
    norm = torch.stack([m.norm() for m in means.values()]).norm()
    c = (max_norm / norm).clamp(max=1)
    return {k: c * m for k, m in means.items()}
