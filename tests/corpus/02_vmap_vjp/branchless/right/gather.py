# style: gather along a new axis
import torch


def branchless(x):
    both = torch.stack((x.cos(), x.sin()), dim=-1)
    which = x.sum().gt(0).long().expand(x.shape).unsqueeze(-1)
    return both.gather(-1, which).squeeze(-1)
