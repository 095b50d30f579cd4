"""The call trace: names hide nothing, and torch's own errands are not the answer's."""

import contextlib
import functools
import gc
import inspect
import sys
import types

import pytest
import torch
import torch.autograd.forward_ad as forward_ad
from torch._functorch.apis import chunk_vmap
from torch.overrides import TorchFunctionMode
from torch.utils._device import DeviceContext
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map

from autograder.observe import run_call
from autograder.observe import trace as trace_module
from autograder.observe.meter import Meter
from autograder.observe.trace import Trace
from autograder.observe.transforms import transforms
from autograder.questions import Call
from autograder.questions.draw import Draw, smooth
from autograder.questions.marker import mark
from autograder.questions.row_by_row.jacobian_by_rows import QUESTION as JACOBIAN_BY_ROWS
from autograder.questions.row_by_row.rows import rows_with_one_forward

TABLE = transforms()
F = smooth(Draw.seeded(0), 3, 2)
X = torch.ones(3, dtype=torch.float64)


def traced(run) -> Trace:
    trace = Trace(TABLE)
    with trace:
        run()
    return trace


def leaf():
    return X.clone().requires_grad_()


def copied(tool):
    tool = inspect.unwrap(tool)
    code = tool.__code__.replace(co_name="mine")
    copy = types.FunctionType(code, tool.__globals__, "mine", tool.__defaults__, tool.__closure__)
    copy.__kwdefaults__ = tool.__kwdefaults__
    return copy


MADE_BEFORE = torch.func.jacrev(F)


class EqualToAll:
    def __eq__(self, other):
        raise AssertionError("this would run where no trace looks")

    __hash__ = object.__hash__


EQUAL_TO_ALL = EqualToAll()


@pytest.mark.parametrize(
    ("run", "used"),
    [
        (lambda: torch.autograd.grad(F(x := leaf()).sum(), x), ("torch.autograd.grad",)),
        (lambda: F(leaf()).sum().backward(), ("torch.autograd.backward",)),
        (lambda: torch.autograd.backward(F(leaf()).sum()), ("torch.autograd.backward",)),
        (lambda: torch.func.vjp(F, X), ("torch.func.vjp",)),
        (lambda: torch.func.jacrev(F)(X), ("torch.func.jacrev",)),
        (lambda: copied(torch.func.jacrev)(F)(X), ("torch.func.jacrev",)),
        (lambda: MADE_BEFORE(X), ("torch.func.jacrev",)),
        (lambda: torch.func.jacfwd(F)(X), ("torch.func.jacfwd",)),
        (lambda: functools.partial(getattr(torch.func, "jac" + "rev"), F)()(X), ("torch.func.jacrev",)),
        (lambda: tree_map(torch.func.jacrev, [F]), ("torch.func.jacrev",)),
        (lambda: torch.vmap(F)(X[None]), ("torch.func.vmap",)),
        (lambda: torch.vmap(F, chunk_size=1)(X[None]), ("torch.func.vmap", "torch.func.vmap[chunk_size]")),
        (lambda: chunk_vmap(F, chunks=1)(X[None]), ("torch.func.vmap", "torch.func.vmap[chunk_size]")),
        (lambda: torch.autograd.functional.jacobian(F, X), ("torch.autograd.functional.jacobian",)),
        (
            lambda: torch.autograd.grad(F(x := leaf()), x, torch.eye(2, dtype=X.dtype), is_grads_batched=True),
            ("torch.autograd.grad", "torch.autograd.grad[is_grads_batched]"),
        ),
        (
            lambda: torch.autograd.grad(F(x := leaf()), x, torch.eye(2, dtype=X.dtype), is_grads_batched=EQUAL_TO_ALL),
            ("torch.autograd.grad", "torch.autograd.grad[is_grads_batched]"),
        ),
        (
            lambda: torch.autograd.grad(F(x := leaf()).sum(), x, is_grads_batched=0, allow_unused=None),
            ("torch.autograd.grad",),
        ),
        (lambda: F(X), ()),
    ],
)
def test_names_what_was_called_and_nothing_else(run, used):
    assert traced(run).used == used


def test_a_dual_number_by_hand_is_forward_mode():
    def run():
        with forward_ad.dual_level():
            F(forward_ad.make_dual(X, X))

    assert any(name.startswith("torch.autograd.forward_ad") for name in traced(run).used)


def test_the_hessian_is_named_beside_what_it_is_made_of():
    assert "torch.func.hessian" in traced(lambda: torch.func.hessian(lambda x: F(x).sum())(X)).used


class Twice(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return 2 * x

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

    @staticmethod
    def backward(ctx, cotangent):
        return 2 * cotangent


def test_a_rule_of_an_answers_own_is_named_and_those_of_the_marker_are_not():
    assert traced(lambda: Twice.apply(X)).used == ("torch.autograd.Function",)
    assert "torch.autograd.Function" in traced(lambda: torch.func.grad(lambda x: Twice.apply(x).sum())(X)).used
    assert traced(lambda: mark(X)).used == ()


def test_an_answer_that_calls_our_baselines_is_seen():
    assert "autograder" in traced(lambda: rows_with_one_forward(F, X)).used


def test_one_of_our_functions_in_an_answers_place_is_seen():
    for answer, seen in ((rows_with_one_forward, True), (lambda f, x: f(x), False)):
        trace = Trace(TABLE)
        run_call(JACOBIAN_BY_ROWS, answer, Call("small", (F, X), {}, 11), trace)
        assert ("autograder" in trace.used) is seen


def test_switching_the_profiler_off_is_seen():
    assert traced(lambda: sys.setprofile(None)).flags == ("profile",)
    assert sys.getprofile() is None


def test_an_honest_answer_raises_no_flag():
    assert traced(lambda: F(X)).flags == ()


class Meddles(torch.Tensor):
    """A tensor of an answer's own class, which runs the answer's code wherever it goes."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        torch.func.vjp(torch.sin, X)
        return super().__torch_function__(func, types, args, kwargs)


class MeddlingMode(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        torch.func.vjp(torch.sin, X)
        return func(*args, **(kwargs or {}))


class MeddlingDevice(DeviceContext):
    """Torch's own mode of a default device, with an answer's code in it."""

    __torch_function__ = MeddlingMode.__torch_function__


class MeddlingDispatch(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        with contextlib.suppress(RuntimeError):  # torch records nothing beneath a mode; the call is one all the same
            torch.autograd.backward(X.sum())
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize(
    ("mode", "start", "called"),
    [
        (contextlib.nullcontext, X.as_subclass(Meddles), "torch.func.vjp"),
        (MeddlingMode, X, "torch.func.vjp"),
        (MeddlingDispatch, X, "torch.autograd.backward"),
        (lambda: MeddlingDevice("cpu"), X, "torch.func.vjp"),
    ],
)
def test_an_answers_code_inside_a_mark_is_seen(mode, start, called):
    def run():
        with mode():
            mark(start)

    with Meter():
        assert called in traced(run).used


def test_an_answers_mode_that_was_open_before_is_seen_beneath_the_meter():
    with MeddlingDispatch(), Meter():
        assert "torch.autograd.backward" in traced(lambda: X + X).used


@pytest.mark.parametrize("mode", [contextlib.nullcontext, lambda: torch.device("cpu")])
def test_torchs_own_work_inside_a_mark_is_not_looked_at(mode):
    """Not where a default device was set either, which torch does by a mode of its own."""
    seen = set()
    before = trace_module._see
    trace_module._see = lambda frame, event, _: seen.add(frame.f_code.co_name)
    try:
        with mode(), Meter():
            traced(lambda: torch.func.jacrev(mark)(X))
    finally:
        trace_module._see = before
    assert {"_vjp_with_argnums", "mark"} <= seen
    assert "_marked" not in seen


def test_what_is_left_to_the_collector_is_traced_when_the_meter_collects():
    class Later:
        def __init__(self):
            self.me = self

        def __del__(self):
            with contextlib.suppress(RuntimeError):  # beneath a transform no other can begin
                torch.func.jacrev(F)(X)

    def run():
        Later()
        F(X).repeat(10_000)

    gc.collect()
    meter, trace = Meter(), Trace(TABLE)
    with meter, trace:
        run()
    assert trace.used == ("torch.func.jacrev",)
    assert trace.flags == ()


def test_whole_numbers_that_leave_torch_are_counted_and_truth_values_are_not():
    whole = traced(lambda: X.view(torch.int64).tolist())
    assert whole.taken == len(X)
    assert whole.flags == ()  # indices go back and forth
    assert traced(lambda: (X > 0).tolist()).taken == 0


def test_whole_numbers_read_one_by_one_are_counted():
    trace = Trace(TABLE)
    with Meter(), trace:
        bytes(X.view(torch.uint8))
    assert trace.taken == X.nbytes
