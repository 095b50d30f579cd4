"""Programs that torch writes: the call trace looks away from the writing, and from nothing of an answer's."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
import torch
from torch.func import grad, jacrev, linearize
from torch.fx import GraphModule
from torch.fx.experimental import const_fold, proxy_tensor

from autograder.observe import trace as tracing
from autograder.observe.evidence import Evidence
from autograder.observe.programs import quick_programs
from autograder.observe.trace import Trace
from autograder.observe.transforms import transforms
from autograder.observe.watch import observe
from autograder.questions import question

Looks = Callable[[Callable[[], Any], bool], tuple[Trace, int]]
pytestmark = pytest.mark.filterwarnings("ignore:Attempted to insert a get_attr")  # torch's own, of what it writes
X = torch.linspace(0.1, 1.0, 3)


def scalar(x: torch.Tensor) -> torch.Tensor:
    return (x.sin() * x.sum()).sum()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Return a function that traces another, and tells how often the trace looked."""
    see = tracing._see

    def looked_on(run: Callable[[], Any], quick: bool) -> tuple[Trace, int]:
        events = 0

        def counts(*event: Any) -> None:
            nonlocal events
            events += 1
            see(*event)

        monkeypatch.setattr(tracing, "_see", counts)
        with quick_programs() if quick else nullcontext(), Trace(transforms()) as trace:
            run()
        return trace, events

    return looked_on


def test_a_program_is_written_unseen_and_what_is_called_for_it_is_seen(
    looks: Looks,
) -> None:
    def run() -> None:
        _, push = linearize(grad(lambda x: scalar(x) + jacrev(scalar)(x).sum()), X)
        push(X)

    run()  # a first call imports
    slow, all_events = looks(run, False)
    quick, events = looks(run, True)
    assert 2 * events < all_events
    assert quick.used == slow.used
    assert {"torch.func.linearize", "torch.func.grad", "torch.func.jacrev"} <= set(quick.used)
    assert not quick.flags


def test_who_writes_a_program_otherwise_is_seen(
    looks: Looks,
) -> None:
    def run() -> None:
        def place(node: torch.fx.Node) -> int:
            jacrev(scalar)(X)
            return 0

        written: GraphModule = torch.fx.symbolic_trace(lambda x: x.sin())
        const_fold.split_module(written, written, place)

    assert "torch.func.jacrev" in looks(run, True)[0].used


def test_torch_is_as_it_was_afterwards() -> None:
    before = (proxy_tensor.track_tensor_tree, const_fold.split_module, torch.fx.proxy.TracerBase.create_proxy)

    def linearized(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
        pushed: torch.Tensor = linearize(grad(f), x)[1](v)
        return pushed

    asked = question("hvp")
    assert asked is not None
    found: Evidence = observe(asked, linearized, 3, timed=False)
    assert not any(seen.raised for seen in found.observations)
    assert not found.flags
    assert before == (proxy_tensor.track_tensor_tree, const_fold.split_module, torch.fx.proxy.TracerBase.create_proxy)
