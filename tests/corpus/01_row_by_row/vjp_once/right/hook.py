# style: a hook catches the gradient on its way; .grad is never read
def vjp_once(f, x, v):
    caught = []
    leaf = x.clone().requires_grad_()
    handle = leaf.register_hook(lambda g: caught.append(g.detach().clone()))
    f(leaf).backward(v)
    handle.remove()
    return caught.pop()
