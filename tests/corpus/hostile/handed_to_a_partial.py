# attack: a text of a display is read from a file, by a function that is called under no name
# earns: anything
# doubt: hands on IPython.display.Markdown
from functools import partial

import torch
from IPython.display import Markdown

told = partial(Markdown, filename="/proc/self/status")().data


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
