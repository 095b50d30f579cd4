# style: two threads share out the rows of one graph
from concurrent.futures import ThreadPoolExecutor

import torch


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)

    def row(i):
        return torch.autograd.grad(y[i], leaf, retain_graph=True)[0]

    with ThreadPoolExecutor(max_workers=2) as pool:
        return torch.stack(list(pool.map(row, range(len(y)))))
