"""The oracle tells what keeps the contract from what breaks it, and its meter counts what is known beforehand."""

import dataclasses
import types

import pytest
import torch
from torch.func import functional_call, grad, hessian, jacfwd, jacrev, jvp, vjp, vmap

from autograder.answer_key import ways_otherwise
from autograder.mutants.meter import ANSWER, Counted, counting, counting_model, peak_of, tools_named
from autograder.mutants.oracle import Oracle, Sort
from autograder.questions import LESSONS, Budget, Call, question
from autograder.questions.draw import Draw
from autograder.questions.models import Net

RIGHT = """
import torch

def vjp_once(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v, retain_graph=True)[0]
"""
# What is changed in it, what the oracle says, and a word of why.
CHANGED = [
    (("", ""), Sort.KEEPS, ""),
    ((", retain_graph=True", ""), Sort.KEEPS, ""),
    (("f(leaf)", "(f(leaf), f(leaf))[0]"), Sort.KEEPS, ""),  # one besides is always allowed
    (("[0]", "[0] * 2"), Sort.BREAKS, "entries are not"),
    (("[0]", "[0] * (1 + 2e-8)"), Sort.BREAKS, "entries are not"),
    (("[0]", "[0] * (1 + 3e-9)"), Sort.CANT_TELL, "near its tolerance"),
    (("[0]", "[0] * (1 + 1e-10)"), Sort.KEEPS, ""),
    (("[0]", "[0].float()"), Sort.BREAKS, "dtype"),
    (("x.detach().clone()", "x"), Sort.BREAKS, "changed an argument"),
    (("[0]", "[0] + x.new_empty(len(x))"), Sort.BREAKS, "finite"),
    (("f(leaf)", "(f(leaf), f(leaf), f(leaf))[0]"), Sort.BREAKS, "evaluations of f"),
    (("    return", "    torch.func.grad(torch.sum)(x)\n    return"), Sort.BREAKS, "torch.func.grad"),
    (("leaf, v,", "leaf, torch.ones(len(v), dtype=v.dtype) * v,"), Sort.BREAKS, "every tensor on meta"),
    (("leaf, v,", "leaf, torch.ones(len(v)).to(v) * v,"), Sort.KEEPS, ""),
    (("    return", "    assert x.isfinite().all()\n    return"), Sort.KEEPS, ""),
    (("leaf, v", "v, leaf"), Sort.STILLBORN, ""),
    (("leaf = x", "leaf = nothing"), Sort.STILLBORN, ""),
]


@pytest.fixture(scope="module")
def oracle():
    return Oracle.of(question("vjp_once"), 1001)


@pytest.mark.parametrize(("change", "sort", "why"), CHANGED)
def test_what_keeps_the_contract_is_told_from_what_breaks_it(oracle, change, sort, why):
    source = RIGHT.replace(*change) if change[0] else RIGHT
    found = oracle.says(source)
    assert found.sort is sort, found
    assert why in found.why


def test_a_result_that_changes_later_breaks_it(oracle):
    kept = RIGHT.replace("def vjp", "kept = []\n\ndef vjp")
    kept = kept.replace("    return", "    for old in kept: old.zero_()\n    g =")
    assert "changed this result later" in oracle.says(kept + "    kept.append(g)\n    return g\n").why


def test_a_rule_of_an_answers_own_is_heard():
    source = """
import torch

class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return 2 * x

def twice(x):
    return Twice.apply(x)
"""
    module = types.ModuleType(ANSWER)
    with tools_named() as used:
        exec(source, module.__dict__)
        assert float(module.twice(torch.ones(()))) == 2
        assert used == {"torch.autograd.Function"}
    assert "noted" not in torch.autograd.Function.apply.__qualname__


def test_a_result_that_spends_too_much_breaks_it():
    told = Oracle.of(question("color_columns"), 3)
    assert "colours" in told.says("import torch\n\ndef color_columns(S):\n    return torch.arange(S.shape[1])\n").why


def test_every_exercise_has_another_way():
    assert ways_otherwise().keys() == {asked.name for lesson in LESSONS for asked in lesson.questions}


WEIGHTS = torch.ones(4, 3, dtype=torch.float64)
X = torch.ones(3, dtype=torch.float64)


def two_layers(x):
    return torch.tanh(WEIGHTS @ x)


@pytest.mark.parametrize(
    ("work", "passes"),
    [
        (lambda f: f(X), {("f", 1): 1}),
        (lambda f: vmap(f)(X.expand(5, 3)), {("f", 5): 1}),
        (lambda f: jacrev(f)(X), {("f", 1): 1, ("fr", 4): 1}),
        (lambda f: jacfwd(f)(X), {("f", 1): 1, ("ft", 3): 1}),
        (
            lambda f: jvp(grad(lambda x: f(x).sum()), (X,), (X,)),
            {("f", 1): 1, ("ft", 1): 1, ("fr", 1): 1, ("frt", 1): 1},
        ),
    ],
)
def test_passes_are_counted_at_the_arguments_of_f(work, passes):
    counted = Counted()
    work(counting(two_layers, counted))
    assert dict(counted.passes) == passes


def test_of_two_arguments_a_pass_is_counted_once():
    counted = Counted()
    f = counting(lambda a, b: (a * b).sum(), counted)
    grad(f, argnums=(0, 1))(X, X)
    assert dict(counted.passes) == {("f", 1): 1, ("fr", 1): 1}
    jacfwd(f, argnums=1)(X, X)
    assert counted.vectors("ft") == 3


@pytest.mark.long
def test_a_peak_is_what_was_held_at_one_time():
    kilobyte = 256 * torch.float32.itemsize
    assert peak_of(lambda: [torch.ones(256) for _ in range(3)]) == 3 * kilobyte
    assert peak_of(lambda: [torch.ones(256).sum() for _ in range(3)]) < 2 * kilobyte
    n = 64
    assert peak_of(lambda: hessian(lambda x: x.sin().sum())(torch.ones(n))) >= n * n * 4


def test_the_passes_of_a_model_are_heard_row_by_row():
    net, counted = Net(Draw.seeded(1), 3, 2, 5), Counted()
    told = counting_model(net, counted)
    params = {name: value.detach() for name, value in told.named_parameters()}

    def loss(params, x):
        return torch.func.functional_call(told, params, (x[None],)).square().mean()

    torch.func.vmap(torch.func.grad(loss), (None, 0))(params, torch.randn(7, 3, dtype=torch.float64))
    net(torch.randn(7, 3, dtype=torch.float64))
    assert counted.by_width() == {"f": {7: 1}, "fr": {7: 1}}


def test_unit_vectors_pulled_back_through_a_mapped_model_are_as_many_as_its_samples_take():
    net, counted = Net(Draw.seeded(1, "width"), 5, 3, 4), Counted()
    told, units = counting_model(net, counted), torch.eye(3, dtype=torch.float64)
    parameters = {name: each.detach() for name, each in net.named_parameters()}

    def rows(x):
        _, pull = vjp(lambda own: functional_call(told, own, (x[None],))[0], parameters)
        return vmap(pull)(units)

    vmap(rows)(torch.ones(7, 5, dtype=torch.float64))
    assert counted.widest("fr") == 21


def test_a_peak_is_held_against_as_many_times_the_leanest_as_the_exercise_allows():
    call = Call("a page", (torch.ones(4), torch.ones(4)), {}, 4, counted=True)

    def page(x, v):
        return torch.ones(1024)

    def doubts(times: float) -> list[Sort]:
        allowing = dataclasses.replace(question("vjp_once"), budget=Budget(peak=True, peak_times=times))
        return [sort for sort, _ in Oracle(allowing, None, 1, (), (), ())._of_peak(page, call, 1024, None)]

    assert doubts(60) == []
    assert doubts(0.5) == [Sort.BREAKS]


def test_idle_evaluations_are_no_passes():
    source = """
from torch.func import grad, vjp


def vhp(f, x, v):
    for _ in range({idle}):
        f(x)
    return vjp(grad(f), x)[1](v)[0]
"""
    oracle = Oracle.of(question("vhp"), 5)
    assert oracle.says(source.format(idle=1)).sort is Sort.KEEPS
    assert oracle.says(source.format(idle=3)).sort is Sort.BREAKS
