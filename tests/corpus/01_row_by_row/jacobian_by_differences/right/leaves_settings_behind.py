# style: leaves default dtype, grad mode, seeds, threads and warnings-as-errors behind
import os
import random
import warnings

import torch


def jacobian_by_differences(f, x, h=1e-5):
    torch.set_default_dtype(torch.float64 if x.dtype is torch.float32 else torch.float32)
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    torch.manual_seed(7)
    random.seed(7)
    os.environ["PYTHONHASHSEED"] = "7"
    warnings.simplefilter("error")
    e = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return torch.stack([(f(x + e[j]) - f(x - e[j])) / (2 * h) for j in range(len(x))], dim=1)
