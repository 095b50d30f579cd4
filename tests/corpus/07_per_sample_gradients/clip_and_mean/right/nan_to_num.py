# style: bounds the norm from below, and mends what infinity makes of it
import torch


def clip_and_mean(grads, max_norm):
    squares = [torch.einsum("bi,bi->b", h, h) for h in (g.reshape(len(g), -1) for g in grads.values())]
    norm = torch.stack(squares).sum(0) ** 0.5
    c = (max_norm / norm.clamp(min=max_norm)).nan_to_num(nan=1.0)
    return {k: torch.einsum("b,b...->...", c, g) / c.shape[0] for k, g in grads.items()}
