# fails: value
# fault: colors-for-strengths
# says: as one tangent
from torch.func import jvp


def sparse_jacobian(f, x, S, colors):
    i, j = S.nonzero(as_tuple=True)
    out = jvp(f, (x,), (colors.to(x.dtype),))[1]
    return out[i]
