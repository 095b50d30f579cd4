# style: recursion: the first column beside those of the rest
import torch


def _columns(f, x, h, j):
    if j == x.numel():
        return ()
    e = torch.zeros_like(x).index_fill_(0, torch.tensor([j], device=x.device), h)
    return ((f(x + e) - f(x - e)) / (2 * h), *_columns(f, x, h, j + 1))


def jacobian_by_differences(f, x, h=1e-5):
    return torch.stack(_columns(f, x, h, 0), -1)
