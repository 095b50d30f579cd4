"""Key to `hvp_revrev`."""

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.derivatives import product
from autograder.answer_key.hvps.one_product import product_mistakes
from autograder.answer_key.key import Entry

ENTRY = Entry(product, product_mistakes("`torch.autograd.grad(g @ v, leaf)[0]`"), tensor)
