"""An answer follows x to another device: what lies on the CPU there shows, and nothing else does."""

import pytest
import torch
from torch.autograd import grad
from torch.func import jacrev, vjp, vmap

from autograder.answer_key import key_for, ways_otherwise, ways_taught
from autograder.judge import judge
from autograder.observe import observe
from autograder.observe.capture import fresh_state
from autograder.observe.elsewhere import is_mismatch
from autograder.observe.evidence import Raised
from autograder.observe.watch import asked_elsewhere
from autograder.questions import LESSONS, question

QUESTIONS = [each for lesson in LESSONS for each in lesson.questions]


def rows(units):
    """Make a Jacobian by rows out of a way to its unit vectors."""

    def answer(f, x):
        leaf = x.clone().requires_grad_()
        y = f(leaf)
        return torch.stack([grad(y, leaf, unit, retain_graph=True)[0] for unit in units(y)])

    return answer


def at_once(units):
    """Make a Jacobian in one pass out of a way to its unit vectors."""

    def answer(f, x):
        y, pull = vjp(f, x)
        return vmap(pull)(units(y))[0]

    return answer


def one_hot(y):
    return torch.nn.functional.one_hot(torch.arange(len(y), device=y.device), len(y)).to(y.dtype)


def written(y):
    page = y.new_zeros(len(y), len(y))
    for place in range(len(y)):
        page[place, place] = 1.0
    return page


def under_a_device(y):
    with torch.device(y.device):
        return torch.eye(len(y), dtype=y.dtype)


def default_device_set(y):
    torch.set_default_device(y.device)
    return torch.eye(len(y), dtype=y.dtype)


FOLLOWS = {
    "device=": lambda y: torch.eye(len(y), dtype=y.dtype, device=y.device),
    "to": lambda y: torch.eye(len(y)).to(y),
    "type_as": lambda y: torch.eye(len(y)).type_as(y),
    "new_zeros": lambda y: y.new_zeros(len(y), len(y)).fill_diagonal_(1),
    "new_ones": lambda y: torch.diag(y.new_ones(len(y))),
    "like": lambda y: torch.diag_embed(torch.ones_like(y)),
    "out=": lambda y: torch.eye(len(y), out=y.new_empty(len(y), len(y))),
    "lists": lambda y: torch.tensor([[float(i == j) for j in range(len(y))] for i in range(len(y))]).to(y),
    "new_tensor": lambda y: y.new_tensor([[float(i == j) for j in range(len(y))] for i in range(len(y))]),
    "one_hot": one_hot,
    "written": written,
    "index on the CPU": lambda y: torch.eye(len(y), dtype=y.dtype, device=y.device)[torch.arange(len(y))],
    "under a device": under_a_device,
    "default device": default_device_set,
}
STAYS = {
    "eye": lambda y: torch.eye(len(y), dtype=y.dtype),
    "one_hot": lambda y: torch.nn.functional.one_hot(torch.arange(len(y)), len(y)).to(y.dtype),
    "lists": lambda y: torch.tensor([[float(i == j) for j in range(len(y))] for i in range(len(y))], dtype=y.dtype),
    "device=cpu": lambda y: torch.eye(len(y), dtype=y.dtype, device="cpu"),
}


@pytest.mark.parametrize("units", FOLLOWS.values(), ids=FOLLOWS)
def test_what_follows_x_is_not_told_of(units):
    asked = question("jacobian_by_vmap")
    assert asked_elsewhere(asked, rows(units), 1) is None
    assert asked_elsewhere(asked, at_once(units), 1) is None
    assert torch.get_default_device().type == "cpu"


@pytest.mark.parametrize("units", STAYS.values(), ids=STAYS)
def test_what_is_made_on_the_cpu_shows(units):
    asked = question("jacobian_by_vmap")
    for answer in (rows(units), at_once(units)):
        seen = asked_elsewhere(asked, answer, 1)
        assert seen is not None
        assert is_mismatch(seen.raised)


def test_rows_that_are_copied_into_a_page_on_the_cpu_show_by_where_it_lies():
    """A GPU copies them; meta would refuse."""

    def answer(f, x):
        whole = torch.zeros(5, 3, dtype=x.dtype)
        for place, row in enumerate(jacrev(f)(x)):
            whole[place] = row
        return whole

    seen = asked_elsewhere(question("jacobian_by_rows"), answer, 1)
    assert seen.result.type == "tensor on cpu, not on meta"
    assert asked_elsewhere(question("jacobian_by_rows"), lambda f, x: answer(f, x).to(x), 1) is None


def test_f_is_not_asked_on_the_cpu():
    """The matrix product on meta would take it."""
    asked = question("jacobian_by_rows")
    seen = asked_elsewhere(asked, lambda f, x: jacrev(f)(x)[: len(f(torch.zeros(len(x), dtype=x.dtype)))], 1)
    assert is_mismatch(seen.raised)


def halved(f, x):
    while x.norm() > 0.5:
        x = x / 2
    return x


READS = {
    "item": lambda f, x: x[0].item(),
    "bool": lambda f, x: bool(x.sum() > 0),
    "if": lambda f, x: jacrev(f)(x) if x.sum() > 0 else None,
    "numpy": lambda f, x: torch.from_numpy(x.numpy()),
    "cpu": lambda f, x: x.cpu(),
    "tolist": lambda f, x: x.tolist(),
    "allclose": lambda f, x: torch.allclose(x, x),
    "equal": lambda f, x: torch.equal(x, x),
    "nonzero": lambda f, x: x[x > 0],
    "generator": lambda f, x: torch.Generator(device=x.device),
    "raises": lambda f, x: 1 / 0,
    "leaves": lambda f, x: exit(),
    "a number on the CPU": lambda f, x: jacrev(f)(x) * torch.tensor(1.0, dtype=x.dtype),
    "nothing": lambda f, x: None,
    "a loop until": lambda f, x: [x for _ in iter(lambda: x.norm().item() < 0.5, True)],
    "a loop while": halved,
    "nonzero of a result": lambda f, x: jacrev(f)(x).nonzero(),
    "a size of a number": lambda f, x: x.new_zeros(int(x.max())),
}


@pytest.mark.parametrize("answer", READS.values(), ids=READS)
def test_what_meta_has_no_numbers_for_is_not_told_of(answer):
    assert asked_elsewhere(question("jacobian_by_rows"), answer, 1) is None


ASKED = [each for each in QUESTIONS if each.elsewhere]


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: each.name)
def test_the_ways_that_are_taught_follow(asked):
    """They come to a result there, or read numbers."""
    for way in (*filter(None, [asked.naive]), *ways_taught()[asked.name], ways_otherwise()[asked.name]):
        assert asked_elsewhere(asked, way, 1) is None


def test_whatever_takes_tensors_and_makes_some_is_asked_elsewhere():
    assert [each.name for each in QUESTIONS if each not in ASKED] == ["speedup", "color_columns"]


@pytest.mark.parametrize("turned", [False, True])
def test_both_branches_of_what_holds_are_looked_at(turned):
    def answer(f, x):
        return jacrev(f)(x) if bool(x.sum() > 0) is turned else torch.zeros(5, 3, dtype=x.dtype)

    seen = asked_elsewhere(question("jacobian_by_rows"), answer, 1)
    assert seen.result.type == "tensor on cpu, not on meta"


def test_what_a_loop_that_ends_by_a_number_makes_on_the_cpu_shows():
    def answer(matvec, b, max_steps, tol):
        x, r = torch.zeros_like(b), b
        while r.norm() > tol * b.norm():
            x, r = x + r, r - matvec(r) * torch.ones(len(b), dtype=b.dtype)
        return x

    asked = question("conjugate_gradient")
    assert is_mismatch(asked_elsewhere(asked, answer, 1).raised)


@pytest.mark.parametrize(
    "message",
    [
        "Tensor on device cpu is not on the expected device meta!",
        "invalid gradient at index 0 - expected device meta but got cpu",
        "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!",
        "Expected all tensors to be on the same device, but got mat2 is on cpu, different from other tensors on cuda:0",
        "index_copy(): self, index and source expected to be in the same device, but got (self) meta, (index) cpu",
        "Attempting to copy from device meta to device cpu, but cross-device copies are not allowed!",
    ],
)
def test_torchs_ways_to_say_that_devices_met_are_known(message):
    assert is_mismatch(Raised("RuntimeError", message))
    assert not is_mismatch(Raised("ValueError", message))


def test_it_costs_the_value_and_is_named():
    asked = question("jacobian_by_rows")
    verdict = judge(observe(asked, rows(STAYS["eye"]), 1, timed=False), key_for(asked, 1))
    assert verdict.points == 0
    assert verdict.diagnosis.slug == "device-hard-coded"
    assert "every tensor on meta" in verdict.marks[0].says
    assert "device=x.device" in verdict.diagnosis.next_step


def test_a_default_device_that_an_answer_sets_is_gone_after_the_call():
    """To the CPU, too: as a mode that stays open it would have the trace look into our own marks."""
    with fresh_state():
        torch.set_default_device("cpu")
    assert torch._C._len_torch_function_stack() == 0
