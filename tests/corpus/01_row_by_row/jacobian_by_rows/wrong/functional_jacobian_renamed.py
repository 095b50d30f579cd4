# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
from torch.autograd.functional import jacobian as stack_of_rows


def jacobian_by_rows(f, x):
    rows = stack_of_rows(f, x, create_graph=False, strict=False)
    return rows.reshape(-1, x.numel())
