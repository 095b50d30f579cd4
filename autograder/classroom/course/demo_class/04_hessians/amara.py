"""Right throughout, in the plainest way."""

from torch.func import grad, jacfwd, jacrev

IN_WORDS = (
    "1.6 GB against 40 kB. Gradient by 200 inside, jacfwd by the 50 outside, so 50 tangents. For a whole one I would"
    " try fwd_rev and rev_rev at a smaller size and measure both; a product with a random vector against a difference"
    " of gradients is the test."
)


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x)


def four_hessians(f, x):
    return {
        "fwd_rev": jacfwd(jacrev(f))(x),
        "rev_rev": jacrev(jacrev(f))(x),
        "fwd_fwd": jacfwd(jacfwd(f))(x),
        "rev_fwd": jacrev(jacfwd(f))(x),
    }


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, argnums=0), argnums=1)(x, y)
