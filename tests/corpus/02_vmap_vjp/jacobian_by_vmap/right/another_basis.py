# style: another basis of cotangents, solved for afterwards
import torch


def jacobian_by_vmap(f, x):
    y, p = torch.func.vjp(f, x)
    U = 2 * torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.linalg.solve(U, torch.vmap(p)(U)[0])
