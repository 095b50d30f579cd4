# style: the branches are rows, weighed by a one-hot vector of the condition
import torch


def branchless(x):
    both = torch.stack([x.cos(), x.sin()])
    w = torch.nn.functional.one_hot((x.sum() > 0).long(), 2).to(x)
    return w @ both
