# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
import torch


def jacobian_in_chunks(f, x, chunk_size):
    return torch.func.jacrev(f, chunk_size=chunk_size)(x)
