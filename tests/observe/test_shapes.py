"""Shapes that are told quickly: what torch makes is the same inside `quick_shapes` as outside, without a detour."""

import itertools
import sys

import pytest
import torch
from torch.func import jvp, vjp
from torch.utils._python_dispatch import TorchDispatchMode

from autograder.observe.elsewhere import _PLACE_BY_PLACE, AsOnAGpu
from autograder.observe.shapes import quick_shapes

MADE = (
    torch.ones(5),
    2.5,
    torch.ones(5, dtype=torch.float64),
    torch.ones(4),
    torch.ones(()),
    torch.ones((), dtype=torch.float64),
    torch.ones(7, 5),
    torch.ones(5, 7).T,
    torch.ones(()).expand(7, 5),
    torch.arange(5),
)
ACTS = (torch.add, torch.mul, torch.div)


def on_meta(value):
    return value.to("meta") if isinstance(value, torch.Tensor) else value


def zero(value):
    return (
        torch._efficientzerotensor(value.shape, dtype=value.dtype)
        if isinstance(value, torch.Tensor) and value.is_floating_point()
        else value
    )


def form(act, *given):
    try:
        made = act(*given)
    except (RuntimeError, TypeError) as error:
        return str(error)
    return (made.shape, made.dtype, made.stride(), made.device) if isinstance(made, torch.Tensor) else made


def forms():
    """What comes of every pair, on meta and with a zero tensor on either side; and of two devices."""
    pairs = [
        pair
        for one, other in itertools.product(MADE, MADE)
        for pair in ((on_meta(one), on_meta(other)), (zero(one), other), (one, zero(other)))
    ]
    pairs += [(on_meta(MADE[0]), MADE[0]), (MADE[0], on_meta(MADE[0]))]
    return [form(act, *pair) for act in ACTS for pair in pairs]


def test_every_form_and_every_error_is_torchs_own():
    usual = forms()
    with quick_shapes():
        assert forms() == usual
    assert forms() == usual


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_torch_is_not_asked_in_python_while_the_block_runs(act):
    def functions_called():
        called = []
        sys.setprofile(lambda frame, event, argument: called.append(frame.f_code.co_filename))
        act(one, nothing)
        sys.setprofile(None)
        return sum("/torch/_refs/" in name for name in called)

    one, nothing = torch.ones(5), torch._efficientzerotensor(5)
    if act is torch.div:
        one, nothing = nothing, one
    before = functions_called()
    with quick_shapes():
        assert functions_called() == 0
    assert functions_called() == before > 0


class Told(TorchDispatchMode):
    """A mode that keeps the names of what it is told of."""

    def __init__(self):
        super().__init__()
        self.names = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.names.append(func._schema.name)
        return func(*args, **(kwargs or {}))


def test_no_mode_is_told_of_the_sizes_that_a_pass_asks_for():
    def told():
        with Told() as mode:
            x = torch.ones(3)
            made = jvp(torch.sin, (x,), (x,))[1], vjp(torch.sin, x)[1](x)[0]
        return made, mode.names

    asks = {"aten::is_same_size", "aten::_has_same_storage_numel"}
    usual, names = told()
    with quick_shapes():
        made, fewer = told()
    assert all(map(torch.equal, made, usual))
    assert fewer == [name for name in names if name not in asks] != names


@pytest.mark.parametrize("overload", _PLACE_BY_PLACE, ids=lambda op: op.__name__)
def test_what_is_made_place_by_place_has_torchs_own_form_as_on_a_gpu(overload):
    values = [on_meta(value) for value in MADE]
    pairs = [*((value,) for value in values), *itertools.product(values, values)]
    pairs += [(one, MADE[4]) for one in values]  # a number on the CPU meets any
    usual = [form(overload, *pair) for pair in pairs]
    with AsOnAGpu(holds=False):
        assert [form(overload, *pair) for pair in pairs] == usual
