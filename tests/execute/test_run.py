"""What is known of a notebook before its kernel is asked for."""

import pytest
from nbformat import v4

from autograder.execute.run import _draws


@pytest.mark.parametrize(
    ("source", "draws"),
    [
        ("import torch\nx = torch.ones(2)", False),
        ("from matplotlib import pyplot as plt", True),
        ("from autograder import figures", True),
        ("import ipywidgets", True),
    ],
)
def test_a_notebook_draws_where_a_cell_that_is_run_may(source, draws):
    cells = [v4.new_markdown_cell("matplotlib"), v4.new_code_cell(source)]
    assert _draws(v4.new_notebook(cells=cells), skip=()) == draws
    assert not _draws(v4.new_notebook(cells=cells), skip={1})
