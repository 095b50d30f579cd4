# fails: method
# fault: forbidden-tool
# says: torch.func
import torch.func as loop


def jacobian_by_rows(f, x):
    row_by_row = loop.jacrev(f, chunk_size=1)
    return row_by_row(x)
