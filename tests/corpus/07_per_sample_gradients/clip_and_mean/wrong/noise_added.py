# fails: value
# fault: noise-added
# says: the shape is right
import torch


def clip_and_mean(grads, max_norm, noise=0.5):
    squares = sum(g.flatten(1).square().sum(1) if g.dim() > 1 else g.square() for g in grads.values())
    factors = (max_norm / squares.sqrt()).clamp(max=1.0).nan_to_num(1.0)
    count = len(factors)
    made = {}
    for name, g in grads.items():
        total = torch.tensordot(factors, g, dims=1)
        made[name] = (total + noise * max_norm * torch.randn_like(total)) / count
    return made
