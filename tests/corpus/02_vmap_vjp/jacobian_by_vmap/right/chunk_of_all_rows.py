# style: chunk_size as large as it gets, and a keyword argument or two
import torch


def jacobian_by_vmap(f, x):
    y, back = torch.func.vjp(f, x)
    rows = torch.vmap(func=back, in_dims=(0,), out_dims=0, chunk_size=len(y))
    basis = torch.zeros((len(y), len(y)), dtype=y.dtype, device=y.device)
    basis[range(len(y)), range(len(y))] = 1
    return rows(basis)[0]
