# style: functorch's own names for jacfwd and jacrev
import functorch


def hessian_by_composition(f, x):
    return functorch.jacfwd(functorch.jacrev(f))(x)
