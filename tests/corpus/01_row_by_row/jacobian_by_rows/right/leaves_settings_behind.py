# style: leaves default dtype, grad mode, seeds, folder, recursion limit and print options changed
import os
import random
import sys

import torch


def jacobian_by_rows(f, x):
    torch.set_default_dtype(torch.float64)
    torch.set_printoptions(precision=1, sci_mode=True)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(123)
    random.seed(123)
    os.chdir("/")
    sys.setrecursionlimit(5000)
    with torch.enable_grad():
        leaf = x.clone().requires_grad_()
        y = f(leaf)
        rows = [torch.autograd.grad(y[i], leaf, retain_graph=True)[0] for i in range(len(y))]
    torch.set_grad_enabled(False)
    return torch.stack(rows)
