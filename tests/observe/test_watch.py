"""Observation: what an answer does to its arguments, its own results and the state around it."""

import concurrent.futures
import cProfile
import itertools
import pstats
import random
import sys
import warnings

import numpy as np
import pytest
import torch
from support.torch_forks import TorchForks

from autograder.observe import Other, observe, watch
from autograder.observe.capture import captured, fresh_call, sampled
from autograder.observe.earlier import as_before
from autograder.observe.evidence import Timings
from autograder.questions import question
from autograder.questions.row_by_row.rows import rows_with_one_forward

ROWS = question("jacobian_by_rows")


def changes(answer) -> set[str]:
    return {change for seen in observe(ROWS, answer, 3, timed=False).observations for change in seen.changed}


def test_an_honest_answer_changes_nothing():
    assert changes(rows_with_one_forward) == set()


def touching(touch):
    def answer(f, x):
        jacobian = rows_with_one_forward(f, x)
        touch(x)
        return jacobian

    return answer


@pytest.mark.parametrize(
    ("touch", "change"),
    [
        (lambda x: x.add_(1e-12), "x"),
        (lambda x: x.neg_() and None if x.numel() == 0 else x.mul_(-0.0), "x"),
        (lambda x: x.requires_grad_(), "x.requires_grad"),
        (lambda x: setattr(x, "grad", torch.zeros_like(x)), "x.grad"),
    ],
)
def test_every_change_of_an_argument_shows(touch, change):
    assert change in changes(touching(touch))


def test_a_change_that_is_undone_to_the_last_bit_does_not_show():
    def answer(f, x):
        was = x.clone()
        x.add_(0.1)
        x.copy_(was)
        return rows_with_one_forward(f, x)

    assert changes(answer) == set()


def test_an_earlier_result_that_changes_shows():
    buffer = {}

    def answer(f, x):
        jacobian = rows_with_one_forward(f, x)
        return buffer.setdefault(jacobian.shape, torch.empty_like(jacobian)).copy_(jacobian)

    assert changes(answer) == {"an earlier result"}


@pytest.mark.parametrize("last", [2.0, float("nan")])
@pytest.mark.parametrize("together", [lambda x: (x, True), lambda x: {"w": x}, lambda x: {"w": (x,)}])
def test_an_earlier_result_of_several_parts_is_looked_at_part_by_part(together, last):
    x = torch.tensor([1.0, last])
    live = together(x)
    was = captured(live)
    assert as_before(live, was)
    x[0] = 3
    assert not as_before(live, was)


def test_what_an_answer_leaves_behind_reaches_nobody():
    def answer(f, x):
        torch.set_grad_enabled(False)
        torch.set_default_dtype(torch.float64)
        torch.manual_seed(1)
        torch.set_num_threads(2)
        torch.set_autocast_enabled("cpu", True)
        torch.set_float32_matmul_precision("medium")
        warnings.simplefilter("error")
        print("hello", file=sys.stderr)
        sys.setrecursionlimit(5000)
        with torch.enable_grad():
            return rows_with_one_forward(f, x)

    before = (torch.is_grad_enabled(), torch.get_default_dtype(), sys.getrecursionlimit(), torch.get_num_threads())
    state = torch.get_rng_state()
    evidence = observe(ROWS, answer, 3, timed=False)
    assert not any(seen.raised for seen in evidence.observations)
    assert before == (
        torch.is_grad_enabled(),
        torch.get_default_dtype(),
        sys.getrecursionlimit(),
        torch.get_num_threads(),
    )
    assert torch.equal(state, torch.get_rng_state())
    assert not torch.is_autocast_enabled("cpu")
    assert torch.get_float32_matmul_precision() == "highest"


def test_a_call_as_they_are_timed_is_watched_too():
    def answer(f, x):
        filled = torch.empty(1).isnan()  # while nobody takes times, memory that nobody wrote is NaN
        return rows_with_one_forward(f, x) if filled else torch.func.jacrev(f)(x)

    evidence = observe(ROWS, answer, 3)
    assert not any("torch.func.jacrev" in seen.used for seen in evidence.observations)
    assert "torch.func.jacrev" in evidence.largest.used
    assert observe(ROWS, rows_with_one_forward, 3).largest.used == ("torch.autograd.grad",)


def test_what_an_answer_draws_at_random_is_the_same_each_time_and_leaves_no_trace():
    def answer(f, x):
        return torch.tensor([random.random(), np.random.rand(), torch.rand(1).item()])

    def draws():
        return random.random(), np.random.rand(), torch.rand(1).item()

    one, other = (observe(ROWS, answer, 3, timed=False).observations[0].result for _ in range(2))
    assert torch.equal(one, other)
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()
    expected = draws()
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])
    observe(ROWS, answer, 3, timed=False)
    assert draws() == expected


def test_leaving_is_written_down_with_its_line():
    def answer(f, x):
        sys.exit(0)

    seen = observe(ROWS, answer, 3, timed=False).observations[0]
    assert (seen.raised.type, seen.raised.line) == ("SystemExit", "sys.exit(0)")


def test_the_users_own_interrupt_passes_through():
    def answer(f, x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        observe(ROWS, answer, 3, timed=False)


class Loud(Exception):
    def __str__(self):
        raise RuntimeError("even this")


def test_an_exception_that_lies_about_itself_does_no_harm():
    def answer(f, x):
        raise Loud

    assert observe(ROWS, answer, 3, timed=False).observations[0].raised.type == "Loud"


class Agrees(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True


def test_a_subclass_that_agrees_with_everything_is_taken_at_its_bytes():
    seen = observe(ROWS, lambda f, x: torch.zeros(2, 2).as_subclass(Agrees), 3, timed=False).observations[0]
    assert type(seen.result) is torch.Tensor
    assert not seen.result.any()


@pytest.mark.parametrize("result", [[1], None, 1j, object(), "text", torch.zeros(2, dtype=torch.complex64)])
def test_what_no_question_asks_for_is_named_and_not_carried(result):
    seen = observe(ROWS, lambda f, x: result, 3, timed=False).observations[0]
    assert isinstance(seen.result, Other)


def test_a_huge_result_is_known_by_its_shape():
    seen = observe(ROWS, lambda f, x: torch.zeros(1000, 1000), 3, timed=False).observations[0]
    assert seen.result == Other("float32 tensor", (1000, 1000))


def test_observing_needs_no_key(torch_forks):
    code = (
        "import sys, autograder; from autograder.questions import question; from autograder.observe import observe;"
        "observe(question('vjp_once'), lambda f, x, v: None, 1);"
        "held = [m for m in sys.modules if m.startswith(('autograder.answer_key', 'autograder.judge'))];"
        "sys.exit(repr(held) if held else 0)"
    )
    done = torch_forks.run(code)
    assert done.returncode == 0, done.stderr


def test_a_pool_of_threads_is_not_slowed_down_for_its_timing():
    pool = concurrent.futures.ThreadPoolExecutor(2)
    seen = set()

    def answer(f, x):
        def row(y):
            seen.add(torch._C._len_torch_dispatch_stack())
            return torch.autograd.grad(y, leaf, retain_graph=True)[0]

        leaf = x.clone().requires_grad_()
        return torch.stack(list(pool.map(row, f(leaf).unbind())))

    evidence = observe(ROWS, answer, 3, timed=False)
    assert seen == {0}
    assert evidence.observations[0].cost.passes == {"f": {1: 1}, "fr": {1: 5}}
    assert "torch.autograd.grad" in evidence.observations[0].used


def test_an_unclear_timing_is_taken_once_more(monkeypatch):
    begun = []

    def unclear(trend, answer, seed, reached, most_rounds, turns=0):
        begun.append(turns)
        return Timings(trend.sizes, {}, turns=turns + 5)

    monkeypatch.setattr(watch, "is_clear", lambda trend, found: False)
    monkeypatch.setattr(watch, "time_answer", unclear)
    watch.timings(ROWS, rows_with_one_forward, 3)
    assert begun == [0, 5]


def test_each_round_has_inputs_of_its_own_which_hang_on_the_seed():
    asked = []

    def noting(f, x):
        asked.append((len(f(x)), tuple(x.tolist())))
        return rows_with_one_forward(f, x)

    found, _ = watch.timings(ROWS, noting, 3)
    # The first size is asked twice before there is a round: a first call pays for caches.
    assert len(set(asked)) == len(asked) - 1
    once = len(asked)
    watch.timings(ROWS, noting, 4)
    assert not set(asked[:once]) & set(asked[once:])
    entries, shape = found.last
    assert shape == (32, 8)
    assert torch.equal(entries, rows_with_one_forward(*ROWS.trend.inputs(3, 32, found.turns)).flatten())


def test_the_largest_size_that_is_timed_is_an_input_too():
    def short(f, x):
        return rows_with_one_forward(f, x)[:30]

    entries, shape = watch.timings(ROWS, short, 3)[1].result
    assert shape == (30, 8)
    assert torch.equal(entries, rows_with_one_forward(*ROWS.trend.inputs(3, 32))[:30].flatten())


def test_a_large_result_is_sampled_in_every_column():
    entries, shape = sampled(torch.arange(32).repeat(2048, 1))
    assert shape == (2048, 32)
    assert set(entries.tolist()) == set(range(32))
    assert len(entries) < 1100


def test_of_a_dict_each_tensor_is_sampled():
    found = sampled({"w": torch.arange(4000).reshape(2, 2000), "b": torch.ones(2)})
    entries, shape = found["w"]
    assert shape == (2, 2000)
    assert len(entries) < 1100
    assert found["b"][1] == (2,)


def test_an_answer_that_raises_there_is_not_timed():
    def answer(f, x):
        rows = rows_with_one_forward(f, x)
        if len(rows) > 8:
            raise MemoryError("too many rows")
        return rows

    found, largest = watch.timings(ROWS, answer, 3)
    assert found is None
    assert (largest.label, largest.raised.type) == ("M = 16", "MemoryError")


@pytest.mark.parametrize("error", [ValueError, SystemExit, MemoryError])
def test_an_answer_that_raises_in_a_later_round_raised(error):
    calls = itertools.count()

    def answer(f, x):
        if next(calls) > 7:
            raise error("tired")
        return rows_with_one_forward(f, x)

    found, largest = watch.timings(ROWS, answer, 3)
    assert found is None
    assert largest.raised.type == error.__name__


def test_an_answer_that_leaves_something_behind_is_called_at_each_size():
    def answer(f, x):
        rows = rows_with_one_forward(f, x).as_subclass(torch.nn.Parameter)
        torch.set_grad_enabled(False)
        return rows

    largest = watch.timings(ROWS, answer, 3)[1]
    assert largest.label == "M = 32"
    assert largest.result[1] == (32, 8)


def test_an_answer_that_breaks_the_baselines_is_not_timed_and_not_wrong(monkeypatch):
    grad = torch.autograd.grad

    def answer(f, x):
        monkeypatch.setattr(torch.autograd, "grad", grad)
        rows = rows_with_one_forward(f, x)
        monkeypatch.setattr(torch.autograd, "grad", None)
        return rows

    found, largest = watch.timings(ROWS, answer, 3)
    assert found is None
    assert largest.raised is None


def test_what_torch_imports_late_is_there_before_the_call_trace_looks_on(torch_forks):
    program = """
import importlib.abc, importlib.util, sys
late = sys.modules.pop("torch._dynamo")  # and found again where it is asked for
class Again(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self) if name == late.__name__ else None
    def create_module(self, spec):
        return late
    def exec_module(self, module):
        pass
sys.meta_path.insert(0, Again())
from autograder.observe import observe, trace
assert late.__name__ not in sys.modules
from autograder.questions import question
enter, there = trace.Trace.__enter__, []
trace.Trace.__enter__ = lambda self: (there.append("torch._dynamo" in sys.modules), enter(self))[1]
observe(question("vjp_once"), lambda f, x, v: x, 1, timed=False)
assert there and all(there)
"""
    torch_forks.run(program).check_returncode()


def test_only_what_is_counted_runs_under_the_meter():
    modes = []

    def noting(f, x):
        modes.append(torch._C._len_torch_dispatch_stack())
        return rows_with_one_forward(f, x)

    counted = [call.counted for call in ROWS.calls(3)]
    seen = observe(ROWS, noting, 3, timed=False).observations
    assert [each.cost is not None for each in seen] == counted
    assert modes[: len(counted)] == counted  # the last call, on another device, has a mode of its own
    assert 0 < sum(counted) < len(counted)


def test_what_an_answer_compiles_runs_as_it_is_written():
    compiled = []

    def note(graph, _):
        compiled.append(graph)
        return graph.forward

    def through_a_compiler(f, x):
        return rows_with_one_forward(torch.compile(f, backend=note), x)

    assert not any(seen.raised for seen in observe(ROWS, through_a_compiler, 3, timed=False).observations)
    assert not compiled, "a sandbox has no compiler to call"
    torch.compile(lambda x: x + 1, backend=note)(torch.ones(2))
    assert compiled, "what comes after is compiled again"


def test_memory_that_nobody_wrote_is_seen_as_such():
    def answer(f, x):
        jacobian = rows_with_one_forward(f, x)
        kept = torch.empty_like(jacobian)
        kept[:-1] = jacobian[:-1]
        return kept

    for seen in observe(ROWS, answer, 3, timed=False).observations:
        assert seen.result[-1].isnan().all()
        assert not seen.result[:-1].isnan().any()


def test_what_an_answer_is_timed_on_may_not_hold_unwritten_memory_either():
    def answer(f, x):
        jacobian = rows_with_one_forward(f, x)
        return torch.empty_like(jacobian) if len(jacobian) > 20 else jacobian

    _, largest = watch.timings(ROWS, answer, 3)
    assert largest.result[0].isnan().all()


@pytest.mark.parametrize("kind", ["DeprecationWarning", "FutureWarning"])
def test_that_torch_scripts_what_is_its_own_is_not_told_to_a_learner(torch_forks: TorchForks, kind: str) -> None:
    """2.13 warns with the first kind, 2.14 with the second, at the first tangent of a process."""
    say = "import autograder.observe, warnings; warnings.warn('`torch.jit.script` is deprecated. Please …', {0})"
    done = torch_forks.run(say.format(kind))
    assert done.returncode == 0
    # torch may log something else there: which parts of CUDA it misses, say.
    assert "torch.jit" not in done.stderr


def test_a_profiler_of_the_learners_own_looks_on_again_after_a_call():
    def before():
        pass

    def after():
        pass

    profile = cProfile.Profile()
    profile.enable()
    before()
    with fresh_call():
        sys.setprofile(lambda *_: None)  # as an answer may leave one
    after()
    profile.disable()
    assert {"before", "after"} <= {called for _, _, called in pstats.Stats(profile).stats}
    assert sys.getprofile() is None


def test_how_exactly_a_backend_multiplies_stops_nobody():
    """Once one backend was told, torch refuses to say it of all."""
    matmul = torch.backends.mkldnn.matmul
    before = matmul.fp32_precision
    try:
        with fresh_call():
            matmul.fp32_precision = "bf16"
        with fresh_call():
            assert float(torch.ones(2) @ torch.ones(2)) == 2.0
    finally:
        matmul.fp32_precision = before
    with fresh_call():
        torch.set_float32_matmul_precision("medium")
    assert torch.get_float32_matmul_precision() == "highest"
