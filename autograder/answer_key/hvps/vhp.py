"""Key to `vhp`."""

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.altered_products import shows_only
from autograder.answer_key.hvps.derivatives import product
from autograder.answer_key.hvps.one_product import product_mistakes
from autograder.answer_key.key import Entry, Mistake

_WAY = "`vjp(grad(f), x)[1](v)[0]`"
_FORWARD_OVER_REVERSE = Mistake(
    "forward-over-reverse",
    "method",
    lambda case: shows_only("frt", case),
    "A tangent was pushed through the gradient: this is forward over reverse.",
    "The numbers are right, as H is symmetric. It is the exercise `hvp`; asked is reverse mode over the gradient.",
    f"Pull v back through the gradient: {_WAY}.",
)
_REVERSE_OVER_FORWARD = Mistake(
    "reverse-over-forward",
    "method",
    lambda case: shows_only("ftr", case),
    "A tangent went through f, and reverse mode through that: reverse over forward.",
    "The numbers are right, as H is symmetric. Asked is reverse mode over the gradient.",
    f"Take the gradient first, and pull v back through it: {_WAY}.",
)

ENTRY = Entry(product, (_FORWARD_OVER_REVERSE, _REVERSE_OVER_FORWARD, *product_mistakes(_WAY)), tensor)
