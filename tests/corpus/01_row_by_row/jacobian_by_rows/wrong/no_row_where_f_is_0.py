# fails: value
# fault: left-at-zero
# says: belongs to a number that is 0
import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    jacobian = x.new_zeros(len(y), len(x))
    for i, output in enumerate(y):
        # "f gives nothing here, so nothing comes back"
        if output.requires_grad and output != 0:
            (row,) = torch.autograd.grad(output, leaf, retain_graph=True, allow_unused=True)
            if row is not None:
                jacobian[i] = row
    return jacobian
