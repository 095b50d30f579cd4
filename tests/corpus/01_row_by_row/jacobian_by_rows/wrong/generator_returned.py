# fails: value
# fault: generator-returned
# says: generator
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    for e in f(leaf):
        yield torch.autograd.grad(e, leaf, retain_graph=True)[0]
