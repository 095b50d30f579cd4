"""Key to `hvp`."""

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.altered_products import WAY, shows_only
from autograder.answer_key.hvps.derivatives import product
from autograder.answer_key.hvps.one_product import product_mistakes
from autograder.answer_key.hvps.torch_messages import FORWARD
from autograder.answer_key.key import Entry, Mistake

_REVERSE_OVER_REVERSE = Mistake(
    "reverse-over-reverse",
    "method",
    lambda case: shows_only("frr", case),
    "Two passes back were seen, and no tangent through the gradient: this is reverse over reverse.",
    "The numbers are right. It is the other road to H v, and the exercise `hvp_revrev`; asked is forward over reverse.",
    f"Keep reverse mode inside, in `grad`, and push v through it: {WAY}.",
)
_REVERSE_OVER_FORWARD = Mistake(
    "reverse-over-forward",
    "method",
    lambda case: shows_only("ftr", case),
    "The tangent went through f, and reverse mode through that: reverse over forward.",
    "The numbers are right. Asked is the other order, forward over reverse: reverse mode inside, the tangent outside.",
    f"Let `grad` and `jvp` change places: {WAY}.",
)

ENTRY = Entry(product, (_REVERSE_OVER_REVERSE, _REVERSE_OVER_FORWARD, *FORWARD, *product_mistakes(WAY)), tensor)
