# style: leaves default dtype, grad mode, seeds, threads and the warning filter changed
import random
import warnings

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)


def vjp_once(f, x, v):
    random.seed(1)
    torch.manual_seed(1)
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(True)
    torch.set_num_threads(1)
    warnings.simplefilter("error")
    torch.autograd.set_detect_anomaly(True, check_nan=False)
    leaf = x.clone().requires_grad_()
    row = torch.autograd.grad(f(leaf), leaf, v)[0]
    torch.set_grad_enabled(False)
    return row
