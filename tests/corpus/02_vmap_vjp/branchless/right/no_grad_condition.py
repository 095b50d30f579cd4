# style: the condition worked out without a record; select by torch.select on a stack
import torch


def branchless(x):
    with torch.no_grad():
        up = x.sum().gt(0).to(x.dtype)
    sine, cosine = x.sin(), x.cos()
    return cosine + up * (sine - cosine)
