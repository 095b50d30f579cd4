# fails: value
# fault: nearly-right
# says: near the right ones
import torch


def clip_and_mean(grads, max_norm):
    norms = torch.stack([g.reshape(len(g), -1).norm(dim=1) for g in grads.values()]).norm(dim=0)
    share = (max_norm / norms).clamp(max=1).float()
    return {name: torch.tensordot(share.to(g.dtype), g, 1) / len(share) for name, g in grads.items()}
