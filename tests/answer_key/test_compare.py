"""Comparisons of dicts: the same names, each entry held to its own sort."""

import pytest
import torch

from autograder.answer_key import Expected
from autograder.answer_key.compare import entries, sample
from autograder.observe.capture import sampled
from autograder.questions import Call

RIGHT = {"w": torch.ones(2, 3), "watched": False}


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (RIGHT, ""),
        ({**RIGHT, "watched": torch.tensor(False)}, ""),
        ({**RIGHT, "watched": True}, "entry watched: expected False, got True"),
        ({**RIGHT, "w": torch.ones(3, 2)}, "entry w: expected shape (2, 3), got (3, 2)"),
        ({"w": RIGHT["w"]}, "expected a dict of w, watched, got one of w"),
        (RIGHT["w"], "expected a dict of w, watched, got a tensor of shape (2, 3)"),
    ],
)
def test_a_dict_is_compared_entry_by_entry(result, says):
    found = entries(result, Expected(Call("", (), {}, 1), (), RIGHT))
    assert (found.says if found else "") == says


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ({"w": torch.ones(40, 50), "b": torch.zeros(3)}, ""),
        ({"w": torch.ones(50, 40), "b": torch.zeros(3)}, "shape"),
        ({"w": torch.ones(40, 50), "b": torch.ones(3)}, "value"),
        ({"w": torch.ones(40, 50)}, "names"),
        (torch.ones(40, 50), "type"),
    ],
)
def test_what_a_timed_call_gives_may_be_a_dict(result, kind):
    found = sample(sampled(result), sampled({"w": torch.ones(40, 50), "b": torch.zeros(3)}))
    assert (found.kind if found else "") == kind
