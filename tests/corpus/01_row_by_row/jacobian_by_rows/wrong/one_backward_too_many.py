# fails: cost
# fault: too-many-passes
# says: pass
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    total = torch.autograd.grad(y.sum(), leaf, retain_graph=True)[0]
    rows = [torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y]
    assert torch.allclose(sum(rows), total, atol=1e-3, rtol=1e-3)
    return torch.stack(rows)
