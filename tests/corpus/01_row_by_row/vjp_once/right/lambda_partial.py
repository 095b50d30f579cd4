# style: partial, methodcaller, a walrus, and a lambda for the answer
from functools import partial
from operator import itemgetter, methodcaller

import torch

_first = itemgetter(0)
_pull = partial(torch.autograd.grad, retain_graph=False)
_leaf = methodcaller("requires_grad_", True)

vjp_once = lambda f, x, v: _first(_pull(f(p := _leaf(x.clone())), p, v))  # noqa: E731
