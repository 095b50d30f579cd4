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


@pytest.mark.parametrize(
    ("type_", "message", "says"),
    [
        ("TypeError", "'coroutine' object is not callable", "An `async def`"),
        ("TypeError", "cannot unpack non-iterable coroutine object", "An `async def`"),
        ("TypeError", "vjp_once is no function: its type is int", "That name was given"),
        ("RuntimeError", "vjp() Expected a value of type 'Tensor (inferred)' for argument 'f'", "`torch.jit.script`"),
        ("ValueError", "Thing passed to transform API must be Tensor, got <class 'function'>", "A function stands"),
        ("RuntimeError", "stack expects a non-empty TensorList", "The list is empty"),
        ("RuntimeError", "torch.cat(): expected a non-empty list of Tensors", "The list is empty"),
        ("EOFError", "EOF when reading a line", "`input()`"),
        ("RuntimeError", "asyncio.run() cannot be called from a running event loop", "A notebook runs an event loop"),
        ("RuntimeError", "This event loop is already running", "A notebook runs an event loop"),
        ("StdinNotImplementedError", "raw_input was called, but this frontend does not support it", "`input()`"),
        ("AttributeError", "'NoneType' object has no attribute 'autograd'", "`autograd` is torch's"),
        ("AttributeError", "'NoneType' object has no attribute 'shape'", "`shape` was asked of None"),
        ("StopIteration", "", "`next()`"),
    ],
)
def test_an_odd_answers_error_is_told_by_what_it_is(type_, message, says):
    assert meaning(Raised(type_, message)).startswith(says)


@pytest.mark.parametrize(
    ("type_", "message", "says"),
    [
        ("RuntimeError", "Expected pytree structure of cotangents to be the same", "A pul"),
        ("RuntimeError", "vmap: called random operation while in randomness error mode.", "Random numbers"),
        ("RuntimeError", "argnums must be int or Tuple[int, ...], got: <class 'list'>", "argnums is an int"),
        ("RuntimeError", "grad_and_value(f)(*args): output of function f should be a tuple: (output, aux)", "`has_aux"),
        ("RuntimeError", "torch.func.{grad, vjp, jacrev, hessian} don't yet support saved tensor hooks.", "Checkpoint"),
        ("RuntimeError", "in-place operation (aten::add_.Tensor) that would mutate a captured Tensor", "Something"),
        ("TypeError", "hessian() got an unexpected keyword argument 'chunk_size'", "`jacfwd` and `hessian`"),
        ("NotImplementedError", "Hessian isonly implemented for `vectorize=True`.", "`torch.autograd.functional`"),
        ("RuntimeError", "jacrev: Expected all inputs to be real but received complex tensor", "The transforms of"),
        ("RuntimeError", "addmv input tensors must have the same dtype, but got ComplexDouble, Double", "Complex"),
    ],
)
def test_what_a_transform_refuses_is_told_in_any_exercise(type_, message, says):
    assert meaning(Raised(type_, message)).startswith(says)
