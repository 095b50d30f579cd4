# fails: value
# fault: one-norm-for-the-batch
# says: whole batch
import torch


def clip_and_mean(grads, max_norm):
    norm = torch.stack([g.norm() for g in grads.values()]).norm()
    c = (max_norm / norm).clamp(max=1)
    return {k: (c * g).mean(0) for k, g in grads.items()}
