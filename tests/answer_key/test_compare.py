"""Comparisons of dicts: the same names, each entry held to its own sort."""

import pytest
import torch

from autograder.answer_key import Expected
from autograder.answer_key.compare import described, entries, sample, tensor
from autograder.observe import Other
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


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (None, "None"),
        (Other("NoneType"), "None"),
        (Other("ndarray"), "an ndarray"),
        (Other("object"), "an object"),
        (Other("list"), "a list"),
        (Other("type"), "a class"),
        (Other("_TensorMeta"), "a class"),
        ((1, 2), "a tuple of 2"),
        (Other("sparse_coo tensor", (7,)), "a sparse_coo tensor of shape (7,)"),
    ],
)
def test_a_results_type_is_named_in_words(result, says):
    assert described(result) == says


def test_a_sparse_result_is_another_sort_and_no_other_dtype():
    found = tensor(Other("sparse_coo tensor", (3,)), Expected(Call("", (), {}, 1), (), torch.ones(3)))
    assert found is not None
    assert found.kind == "type"
