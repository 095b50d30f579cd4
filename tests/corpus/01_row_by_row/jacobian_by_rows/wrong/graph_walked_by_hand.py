# fails: method
# fault: tool-missing
# says: torch.autograd
import torch


def _order(node, seen, out):
    if node is None or node in seen:
        return
    seen.add(node)
    for following, _ in node.next_functions:
        _order(following, seen, out)
    out.append(node)


def _pull(y, leaf, cotangent):
    order = []
    _order(y.grad_fn, set(), order)
    arrived = {(y.grad_fn, y.output_nr): cotangent}
    for node in reversed(order):
        if hasattr(node, "variable"):
            if node.variable is leaf:
                return arrived[node, 0]
            continue
        slots = 1 + max((slot for other, slot in arrived if other is node), default=0)
        run = node if callable(node) else node.apply
        grads = run(*[arrived.get((node, slot)) for slot in range(slots)])
        grads = grads if isinstance(grads, tuple) else (grads,)
        for (following, slot), grad in zip(node.next_functions, grads):
            if following is not None and grad is not None:
                key = following, slot
                arrived[key] = arrived[key] + grad if key in arrived else grad
    raise LookupError("x is not in the graph")


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf) + 0  # a step of its own, where f only hands x on
    with torch.no_grad():
        return torch.stack([_pull(y, leaf, e).detach() for e in torch.eye(len(y), dtype=y.dtype, device=y.device)])
