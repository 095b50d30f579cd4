# style: entry by entry, by recursion, the sum handed down
import torch


def branchless(x, s=None):
    s = x.sum() if s is None else s
    h = torch.where(s > 0, x[:1].sin(), x[:1].cos())
    return h if x.shape[0] == 1 else torch.cat([h, branchless(x[1:], s)])
