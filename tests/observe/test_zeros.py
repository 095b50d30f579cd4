"""Zero tensors: what torch makes of them is the same inside `quick_zeros` as outside, and comes without a detour."""

import itertools
import sys

import pytest
import torch

from autograder.observe.zeros import quick_zeros

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


def form(act, one, other):
    try:
        made = act(one, other)
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
    with quick_zeros():
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
    with quick_zeros():
        assert functions_called() == 0
    assert functions_called() == before > 0
