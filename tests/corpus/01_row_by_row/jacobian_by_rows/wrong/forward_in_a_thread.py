# fails: cost
# fault: forward-for-every-row
# says: forward
from concurrent.futures import ThreadPoolExecutor

import torch


def jacobian_by_rows(f, x):
    m = f(x).numel()

    def row(i):
        leaf = x.clone().requires_grad_()
        return torch.autograd.grad(f(leaf)[i], leaf)[0]

    with ThreadPoolExecutor(1) as pool:
        return torch.stack(list(pool.map(row, range(m))))
