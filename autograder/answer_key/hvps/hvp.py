"""Key to `hvp`."""

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.one_product import PRODUCT
from autograder.answer_key.key import Entry
from autograder.questions.hvps.products import product

ENTRY = Entry(product, PRODUCT, tensor)
