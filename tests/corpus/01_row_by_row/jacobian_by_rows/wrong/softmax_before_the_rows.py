# fails: value
# fault: rows-mixed
# says: softmax
import torch
def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = torch.log_softmax(f(leaf), 0)
    return torch.stack([torch.autograd.grad(yi, leaf, retain_graph=True)[0] for yi in y])
