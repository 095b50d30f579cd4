# fails: method
# fault: tool-missing
# says: torch.autograd.grad
def _order(node, seen, out):
    if node is None or node in seen:
        return
    seen.add(node)
    for following, _ in node.next_functions:
        _order(following, seen, out)
    out.append(node)


def _call(node, cotangents):
    run = node if callable(node) else node.apply
    result = run(*cotangents)
    return result if isinstance(result, tuple) else (result,)


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    y = f(leaf) + 0  # a step of its own, where f only hands x on
    order = []
    _order(y.grad_fn, set(), order)
    arrived = {(y.grad_fn, y.output_nr): v}
    for node in reversed(order):
        if hasattr(node, "variable"):
            if node.variable is leaf:
                return arrived[node, 0]
            continue
        slots = 1 + max((slot for other, slot in arrived if other is node), default=0)
        grads = _call(node, [arrived.get((node, slot)) for slot in range(slots)])
        for (following, slot), grad in zip(node.next_functions, grads):
            if following is not None and grad is not None:
                key = (following, slot)
                arrived[key] = arrived[key] + grad if key in arrived else grad
    raise LookupError("x is not in the graph")
