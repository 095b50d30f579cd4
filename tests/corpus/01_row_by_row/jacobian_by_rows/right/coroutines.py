# style: an async function for each row, driven by hand
import torch


async def row(y_i, leaf):
    return torch.autograd.grad(y_i, leaf, retain_graph=True)[0]


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("not done")


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    return torch.stack([run(row(y_i, leaf)) for y_i in f(leaf)])
