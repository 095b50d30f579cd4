"""What is there before an answer runs is set aside: for the length of a block, or for good in a settled process."""

import pytest
from support.torch_forks import TorchForks

SETS_ASIDE = """
import gc
from autograder.observe import settle_for_good, settled_heap
if {settled}:
    settle_for_good()
mine = [[number] for number in range(10_000)]
before = gc.get_freeze_count()
with settled_heap():
    assert gc.get_freeze_count() >= before + 10_000, "a collection would walk these"
assert (gc.get_freeze_count() > 0) is {settled}
"""


def test_a_process_that_is_forked_from_keeps_its_garbage_and_a_fork_frees_its_own(torch_forks: TorchForks) -> None:
    program = """
import gc, weakref
from autograder.observe import settle_for_good, settled_heap
gc.disable()
class Ring:
    def __init__(self): self.me = self
before, after = weakref.ref(Ring()), None
settle_for_good()
after = weakref.ref(Ring())
with settled_heap():
    assert before() is not None, "a hole in a page that every fork would copy"
    assert after() is None
"""
    torch_forks.run(program).check_returncode()


@pytest.mark.parametrize("settled", [True, False])
def test_what_is_there_is_set_aside_while_an_answer_runs(torch_forks: TorchForks, settled: bool) -> None:
    torch_forks.run(SETS_ASIDE.format(settled=settled)).check_returncode()
