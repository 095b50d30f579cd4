# fails: cost
# fault: too-many-passes
# says: pass
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)

    def rows():
        return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])

    first, second = rows(), rows()
    assert torch.equal(first, second)
    return second
