"""What an answer is given: every change of a tensor, a dict of tensors or a model is named, and mended."""

import dataclasses

import pytest
import torch
from torch import nn

from autograder.observe.given import Given
from autograder.observe.meter import passes_of
from autograder.questions.draw import Draw
from autograder.questions.marker import counted_marks
from autograder.questions.models import Net, frozen, normalised, tied


def a_model() -> Net:
    return normalised(Draw.seeded(1), 3, 2, 5)


def pulled_back(net: Net) -> None:
    net.outer(torch.ones(5, dtype=torch.float64)).sum().backward()


def untied(net: Net) -> None:
    net.outer.weight = nn.Parameter(net.outer.weight.detach().clone())


@pytest.mark.parametrize(
    ("touch", "changes"),
    [
        (lambda net: None, set()),
        (lambda net: net(torch.ones(2, 3, dtype=torch.float64)), set()),
        (lambda net: net.load_state_dict(net.state_dict()), set()),
        (lambda net: net.scale.data.mul_(1 + 1e-12), {"model.scale"}),
        (lambda net: net.scale.detach().neg_(), {"model.scale"}),
        (lambda net: net.norm.running_mean.zero_(), {"model.norm.running_mean"}),
        (lambda net: net.norm.train(), {"model.norm.training"}),
        (lambda net: net.inner.bias.requires_grad_(False), {"model.inner.bias.requires_grad"}),
        (pulled_back, {"model.outer.weight.grad", "model.outer.bias.grad"}),
        (lambda net: setattr(net, "scale", nn.Parameter(net.scale.detach())), {"model.scale"}),
        (lambda net: delattr(net, "scale"), {"model.scale"}),
        (lambda net: net.register_buffer("more", torch.ones(2)), {"model.more"}),
    ],
)
def test_a_change_of_a_model_shows(touch, changes):
    net = a_model()
    given = Given.of((net,), {})
    touch(net)
    assert set(given.changes()) == changes


def test_a_model_whose_tensors_changed_is_mended():
    net = a_model()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    given = Given.of((net,), {})
    net.train()(torch.ones(2, 3, dtype=torch.float64)).sum().backward()
    net.requires_grad_(False)
    with torch.no_grad():
        net.inner.weight.zero_()
    assert given.changes()
    assert given.changes() == ()
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert not net.training
    assert all(each.requires_grad and each.grad is None for each in net.parameters())


def test_a_gradient_that_was_there_must_stay():
    net = a_model()
    net(torch.ones(2, 3, dtype=torch.float64)).sum().backward()
    given = Given.of((net,), {})
    assert given.changes() == ()
    net.zero_grad()
    assert "model.scale.grad" in given.changes()
    assert net.scale.grad is not None
    net.scale.grad.add_(1)
    assert given.changes() == ("model.scale.grad",)


def test_of_tied_weights_one_is_looked_at_and_parting_them_shows():
    net = tied(Draw.seeded(1), 3)
    given = Given.of((net,), {})
    untied(net)
    assert set(given.changes()) == {"model.outer.weight"}


@pytest.mark.parametrize(
    ("touch", "changes"),
    [
        (lambda grads: None, set()),
        (lambda grads: grads["w"].mul_(2), {"entry w"}),
        (lambda grads: grads.update(b=grads["b"].clone()), {"entry b"}),
        (lambda grads: grads.pop("b"), {"entry b"}),
        (lambda grads: grads.update(c=torch.ones(1)), {"entry c"}),
        (lambda grads: grads["b"].requires_grad_(), {"entry b.requires_grad"}),
    ],
)
def test_a_change_of_a_dict_shows_and_is_mended(touch, changes):
    grads = {"w": torch.randn(2, 3), "b": torch.randn(2)}
    was = {name: (value, value.clone()) for name, value in grads.items()}
    given = Given.of((grads, 0.5), {})
    touch(grads)
    assert set(given.changes()) == changes
    assert given.changes() == ()
    assert all(grads[name] is value and torch.equal(value, numbers) for name, (value, numbers) in was.items())


@dataclasses.dataclass
class Measured:
    """A record of plain fields."""

    times: list[float]


def test_what_was_looked_at_before_still_is():
    x, v, record = torch.zeros(3), torch.ones(2, 2), Measured([1.0])
    given = Given.of((x, record), {"V": v})
    x.add_(1)
    v.requires_grad_()
    record.times.append(2.0)
    assert given.changes() == ("x", "argument 1", "V.requires_grad")


def test_a_model_s_passes_are_counted_by_its_rows():
    net = frozen(Net(Draw.seeded(1), 3, 2, 5))
    params = {name: value.detach() for name, value in net.named_parameters()}
    assert "outer.weight" in params

    def loss(params, x):
        return torch.func.functional_call(net, params, (x[None],)).square().mean()

    with counted_marks() as marks:
        torch.func.vmap(torch.func.grad(loss), (None, 0))(params, torch.randn(7, 3, dtype=torch.float64))
    assert passes_of(marks, 5) == {"f": {7: 1}, "fr": {7: 1}}


def test_drawing_a_model_leaves_torch_s_own_stream_alone():
    before = torch.get_rng_state()
    a_model()
    assert torch.equal(torch.get_rng_state(), before)
