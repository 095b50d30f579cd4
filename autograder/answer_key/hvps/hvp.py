"""Key to `hvp`."""

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.altered_products import WAY
from autograder.answer_key.hvps.one_product import product_mistakes
from autograder.answer_key.hvps.torch_messages import FORWARD
from autograder.answer_key.key import Entry
from autograder.questions.hvps.products import product

ENTRY = Entry(product, FORWARD + product_mistakes(WAY), tensor)
