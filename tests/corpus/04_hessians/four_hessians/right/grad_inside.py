# style: grad as the inner reverse mode
from torch.func import grad, jacfwd, jacrev


def four_hessians(f, x):
    return dict(
        fwd_rev=jacfwd(grad(f))(x),
        rev_rev=jacrev(grad(f))(x),
        fwd_fwd=jacfwd(jacfwd(f))(x),
        rev_fwd=jacrev(jacfwd(f))(x),
    )
