# fails: value
# fault: step-ignored
# says: step
import torch


def jacobian_by_differences(f, x, h=1e-5):
    # exact at any step, so the truncation error of a large one is missing
    leaf = x.clone().requires_grad_()
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in f(leaf)])
