# style: a hook that runs once .grad is there
import torch


def vjp_once(f, x, v):
    got = []
    leaf = torch.nn.Parameter(x.clone())
    leaf.register_post_accumulate_grad_hook(lambda p: got.append(p.grad))
    f(leaf).backward(v)
    return got.pop()
