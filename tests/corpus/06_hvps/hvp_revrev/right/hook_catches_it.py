# style: a hook on the leaf catches both gradients
import torch


def hvp_revrev(f, x, v):
    caught = []
    leaf = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not g.requires_grad:
        return torch.zeros_like(x)
    handle = leaf.register_hook(lambda h: caught.append(h.detach().clone()))
    torch.autograd.backward([g], [v], inputs=[leaf])
    handle.remove()
    return caught[0]
