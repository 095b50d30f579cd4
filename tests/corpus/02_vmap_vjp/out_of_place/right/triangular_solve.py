# style: the inverse of taking differences, by a triangular solve
import torch


def out_of_place(x):
    D = torch.eye(len(x), dtype=x.dtype, device=x.device) - torch.diag(torch.ones(len(x) - 1, dtype=x.dtype, device=x.device), -1)
    return torch.linalg.solve_triangular(D, (x * x)[:, None], upper=False)[:, 0]
