"""Right values throughout, twice with is_grads_batched, which this lesson rules out."""

import torch

IN_WORDS = "400 GB. Chunks of 200 rows."


def jacobian_by_vmap(f, x):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    (rows,) = torch.autograd.grad(y, leaf, units, is_grads_batched=True, allow_unused=True, materialize_grads=True)
    return rows


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        places = [argnums] if isinstance(argnums, int) else list(argnums)
        leaves = [a.detach().clone().requires_grad_() if i in places else a for i, a in enumerate(args)]
        y = f(*leaves)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(y.numel(), *y.shape)
        chosen = [leaves[i] for i in places]
        pull = torch.func.vmap(lambda u: torch.autograd.grad(y, chosen, u, retain_graph=True, materialize_grads=True))
        blocks = tuple(g.reshape(*y.shape, *a.shape) for g, a in zip(pull(units), chosen, strict=True))
        return blocks[0] if isinstance(argnums, int) else blocks

    return jacobian


def jacobian_in_chunks(f, x, chunk_size):
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    rows = []
    for start in range(0, len(y), chunk_size):
        stop = min(start + chunk_size, len(y))
        units = torch.zeros(stop - start, len(y), dtype=y.dtype, device=y.device)
        units[range(stop - start), range(start, stop)] = 1
        rows += torch.autograd.grad(
            y, leaf, units, is_grads_batched=True, retain_graph=stop < len(y), materialize_grads=True
        )
    return torch.cat(rows)


def branchless(x):
    positive = (x.sum() > 0).to(x.dtype)
    return positive * x.sin() + (1 - positive) * x.cos()


def out_of_place(x):
    return torch.stack([(x[: i + 1] ** 2).sum() for i in range(len(x))])


def itemless(x):
    return x / (x * x).sum().sqrt()
