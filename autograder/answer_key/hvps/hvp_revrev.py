"""Key to `hvp_revrev`: what it shares with the other products, and forward mode where an f has no rule for it."""

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.derivatives import product
from autograder.answer_key.hvps.one_product import product_mistakes
from autograder.answer_key.key import Entry, Mistake

_WAY = "`torch.autograd.grad(g @ v, leaf)[0]`"
_FORWARD_MODE = Mistake(
    "forward-mode-used",
    "value",
    lambda case: case.raised("to use it with forward mode AD", "Trying to use forward AD with"),
    "A tangent was pushed through f, and f has an operation that knows no tangents.",
    "Some operations can be walked back and not pushed forward. That is what this exercise is for: it asks reverse over"
    " reverse; forward over reverse is the exercise `hvp`.",
    f"Walk back twice: record the gradient g (`create_graph=True`), then {_WAY}.",
)

ENTRY = Entry(product, (_FORWARD_MODE, *product_mistakes(_WAY)), tensor)
