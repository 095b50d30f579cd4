# style: a system of one equation gives 1 / norm
import torch
def itemless(x):
    ones = torch.ones(1, dtype=x.dtype, device=x.device)
    return x * torch.linalg.solve((x.norm() * ones).reshape(1, 1), ones)
