"""What replaces what in a mutant: tables alone.

OPERATORS, COMPARISONS   an operator → those that take its place
SWAPS                    a name, torch's or Python's → those that take its place
DROPPED                  attributes that are left out (`.T`)
IN_PLACE                 methods that have a twin which writes into its tensor
AXES                     keywords that name an axis
MODULES                  names that stand for a module
"""

import ast

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_TWINS = (
    ("jacrev", "jacfwd"),
    ("vjp", "jvp"),
    ("stack", "cat"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("new_zeros", "new_ones"),
    ("sum", "mean"),
    ("sin", "cos"),
    ("max", "min"),
    ("amax", "amin"),
    ("any", "all"),
    ("median", "mean"),
    ("movedim", "reshape"),
    ("square", "abs"),
    ("grad", "jacfwd"),
    ("vstack", "hstack"),
    ("tril", "triu"),
)
_ONE_WAY = {
    "grad": ("jacrev",),
    "jacrev": ("grad", "hessian"),
    "zeros": ("empty",),
    "zeros_like": ("empty_like", "rand_like"),
    "new_zeros": ("new_empty",),
    "empty_like": ("zeros_like",),
    "cumsum": ("cumprod",),
    "abs": ("neg",),
    "sqrt": ("square",),
    "norm": ("sum",),
    "eye": ("ones",),
    "float64": ("float32",),
    "double": ("float",),
    "prod": ("sum",),
    "float": ("int",),
    "median": ("min",),
}


def _swaps() -> dict[str, tuple[str, ...]]:
    swaps = dict(_ONE_WAY)
    for one, other in (*_TWINS, *((other, one) for one, other in _TWINS)):
        if other not in swaps.get(one, ()):
            swaps[one] = (*swaps.get(one, ()), other)
    return swaps


SWAPS = _swaps()
DROPPED = frozenset({"T", "mT", "real"})
IN_PLACE = frozenset(
    {"add", "sub", "mul", "div", "neg", "abs", "sqrt", "square", "requires_grad", "detach", "clamp", "fill", "cumsum"}
)
AXES = frozenset({"dim", "axis", "dims", "in_dims", "out_dims", "argnums", "keepdim"})
MODULES = frozenset({"torch", "math", "np", "numpy", "F", "functools", "itertools", "operator", "func", "autograd"})
