"""What an error means is said by all of its message, not by its first words."""

import pytest

from autograder.answer_key.meanings import meaning
from autograder.observe.evidence import Raised


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("mat1 and mat2 shapes cannot be multiplied (1x3 and 5x7)", "Two shapes"),
        ("mat1 and mat2 must have the same dtype, but got Double and Float", "Two dtypes"),
        ("addmv input tensors must have the same dtype, but got Float, Double, and Float", "Two dtypes"),
        ("expected m1 and m2 to have the same dtype, but got: double != float", "Two dtypes"),
    ],
)
def test_a_product_that_is_refused_is_told_by_shape_or_by_dtype(message, says):
    assert meaning(Raised("RuntimeError", message)).startswith(says)
