# style: what autograd saves is packed and unpacked by hooks; entries of x are leaves of their own
import torch


def vjp_once(f, x, v):
    leaves = [entry.clone().requires_grad_() for entry in x]
    with torch.autograd.graph.saved_tensors_hooks(lambda t: t.numpy(force=True).copy(), torch.from_numpy):
        y = f(torch.stack(leaves))
    grads = torch.autograd.grad(y, leaves, v)
    return torch.stack(grads)
