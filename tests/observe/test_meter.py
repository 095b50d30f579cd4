"""The meter: passes counted under every transform, peaks that tell, zero tensors that cost nothing."""

import contextlib
import gc
import threading

import pytest
import torch
from torch.func import grad, hessian, jacfwd, jacrev, jvp, vjp, vmap
from torch.utils._python_dispatch import TorchDispatchMode

from autograder.observe import heap
from autograder.observe.evidence import Cost
from autograder.observe.heap import settle_for_good, settled_heap
from autograder.observe.meter import Meter
from autograder.questions.draw import Draw, smooth
from autograder.questions.marker import counted_marks, mark

N, M, WIDTH = 7, 5, 11


@pytest.fixture
def f():
    return smooth(Draw.seeded(0, "meter"), N, M, WIDTH)


@pytest.fixture
def x():
    return Draw.seeded(1, "meter").normal(N)


def cost_of(run) -> Cost:
    meter = Meter()
    with settled_heap(), meter:
        result = run()
    return meter.cost(WIDTH, result)


def rows(f, x, **options):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    return [torch.autograd.grad(y, leaf, e, retain_graph=True, **options)[0] for e in torch.eye(M, dtype=x.dtype)]


def test_a_process_settled_for_good_keeps_its_objects_set_aside(monkeypatch):
    monkeypatch.setattr(heap, "_for_good", threading.Event())
    with settled_heap():
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0
    settle_for_good()
    try:
        with settled_heap():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_a_loop_over_rows_is_one_forward_and_m_backwards_of_width_one(f, x):
    cost = cost_of(lambda: rows(f, x))
    assert cost.passes == {"f": {1: 1}, "fr": {1: M}}


@pytest.mark.parametrize(
    "run",
    [
        lambda f, x: jacrev(f)(x),
        lambda f, x: vmap(vjp(f, x)[1])(torch.eye(M, dtype=x.dtype)),
        lambda f, x: torch.autograd.functional.jacobian(f, x, vectorize=True),
    ],
)
def test_all_rows_at_once_are_one_backward_of_width_m(f, x, run):
    cost = cost_of(lambda: run(f, x))
    assert cost.passes == {"f": {1: 1}, "fr": {M: 1}}


def test_a_batched_cotangent_is_one_pass_not_m(f, x):
    leaf = x.clone().requires_grad_()
    units = torch.eye(M, dtype=x.dtype)
    cost = cost_of(lambda: torch.autograd.grad(f(leaf), leaf, units, is_grads_batched=True))
    assert cost.passes == {"f": {1: 1}, "fr": {M: 1}}


def test_forward_mode_is_one_tangent_pass_of_width_n(f, x):
    cost = cost_of(lambda: jacfwd(f)(x))
    assert (cost.tangent_passes, cost.tangent_vectors, cost.backward_passes) == (1, N, 0)


def test_points_evaluated_together_count_each(f, x):
    cost = cost_of(lambda: vmap(f)(torch.stack([x, x, x])))
    assert (cost.count("f"), cost.vectors("f")) == (1, 3)


def test_hessian_products_count_as_the_course_counts_them(f, x):
    def scalar(x):
        return f(x).square().sum()

    forward_over_reverse = cost_of(lambda: jvp(grad(scalar), (x,), (x,)))
    assert (forward_over_reverse.tangent_passes, forward_over_reverse.tangent_vectors) == (1, 1)
    twice = cost_of(lambda: vjp(grad(scalar), x)[1](x))
    assert (twice.backward_passes, twice.backward_vectors, twice.tangent_passes) == (2, 2, 0)
    whole = cost_of(lambda: hessian(scalar)(x) @ x)
    assert whole.tangent_vectors == N


def test_a_forward_in_another_thread_is_counted(f, x):
    def run():
        thread = threading.Thread(target=lambda: f(x))
        thread.start()
        thread.join()

    cost = cost_of(run)
    assert cost.count("f") == 1
    assert not cost.unmetered
    assert cost.peak > 0


def test_the_peak_is_what_is_alive_at_once():
    size = 1000

    def one_by_one():
        for _ in range(5):
            torch.ones(size)

    cost = cost_of(one_by_one)
    assert 4 * size <= cost.peak <= 2 * 4 * size
    assert cost_of(lambda: [torch.ones(size) for _ in range(5)]).peak == 5 * 4 * size


def test_what_was_there_before_costs_nothing():
    old = torch.ones(100, 100)
    assert cost_of(lambda: old.T).peak == 0


def test_zero_tensors_without_storage_cost_nothing():
    assert cost_of(lambda: torch._efficientzerotensor((1000,))).peak == 0


@pytest.mark.filterwarnings("ignore:Sparse:UserWarning")
@pytest.mark.parametrize("made", ["to_sparse", "to_sparse_csr", "to_sparse_csc"])
def test_a_sparse_tensor_weighs_what_it_is_made_of(made):
    rows = torch.ones(8, 16, dtype=torch.float64)
    with Meter() as meter:
        kept = [getattr(rows, made)() for _ in range(4)]
    whole = sum(each.values().nbytes if made != "to_sparse" else each._values().nbytes for each in kept)
    assert meter.cost(1).left >= whole
    with Meter() as meter:
        gone = [getattr(rows, made)() for _ in range(4)]
        del gone
    assert meter.cost(1).left == 0


def test_an_unreachable_cycle_is_not_alive():
    def leaves_cycles():
        for _ in range(20):
            cycle = [torch.ones(1000)]
            cycle.append(cycle)

    assert cost_of(leaves_cycles).peak <= 2 * 4000


def test_what_stays_alive_besides_the_result_shows():
    kept = []

    def keeps():
        kept.append(torch.ones(50))
        return torch.ones(10)

    assert cost_of(keeps).left == 200
    assert cost_of(lambda: torch.ones(10)).left == 0


def test_flops_of_a_product_with_a_vector(x):
    matrix = torch.ones(3, N, dtype=x.dtype)
    assert cost_of(lambda: matrix @ x).flops == 2 * 3 * N


def test_a_repeat_costs_the_same(f, x):
    first, second = (cost_of(lambda: rows(f, x)) for _ in range(2))
    assert first == second


def test_a_mark_that_nobody_counts_is_a_copy():
    class Seen(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            names.append(func.namespace)
            return func(*args, **(kwargs or {}))

    names = []
    x = torch.ones(3)
    with Seen():
        assert mark(x).data_ptr() != x.data_ptr()
        assert "autograder" not in names
        with counted_marks() as marks:
            mark(x)
    assert "autograder" in names
    assert marks == {("f", 3): 1}


def test_what_is_computed_in_inference_mode_is_counted_too():
    matrix, x = torch.ones(3, 5), torch.ones(5)
    found = []
    for mode in (contextlib.nullcontext, torch.inference_mode):
        with mode(), Meter() as meter:
            matrix @ x
            torch.nn.functional.linear(x, matrix)
        found.append(meter.cost(1).flops)
    assert found == [60, 60]


@pytest.mark.parametrize(
    "hand_on",
    [
        lambda x: torch.ops.aten._unsafe_view(x, [10, 10]),
        lambda x: torch.ops.aten.lift(x),
        lambda x: torch.broadcast_tensors(x, x),
        lambda x: torch.nn.functional.dropout(x, training=False),
    ],
)
@pytest.mark.parametrize("inference", [False, True])
def test_what_hands_on_memory_that_was_there_makes_none(hand_on, inference):
    x = torch.ones(100)
    with torch.inference_mode(inference), Meter() as meter:
        kept = hand_on(x)
    assert meter.cost(1).peak == 0
    assert kept is not None


def test_memory_that_was_there_before_counts_once_it_is_written_into():
    kept, only_read = torch.zeros(1000, dtype=torch.float64), torch.ones(1000, dtype=torch.float64)
    with Meter() as meter:
        torch.mul(only_read[:10], 2, out=kept[:10])
    cost = meter.cost(1)
    assert cost.peak == kept.nbytes
    assert cost.left == 0
