# style: map over the outputs with a partial of grad
from functools import partial
from operator import itemgetter

import torch


def jacobian_by_rows(f, x):
    x = x.clone().requires_grad_()
    pull = partial(torch.autograd.grad, inputs=x, retain_graph=True)
    return torch.stack(list(map(itemgetter(0), map(pull, f(x).unbind()))))
