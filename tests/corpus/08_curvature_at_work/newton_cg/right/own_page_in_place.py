# style: writes the path into its own page, and the inner vectors in place; nothing of torch.func
import torch


def newton_cg(f, x0, steps):
    n = x0.numel()
    path = torch.zeros(steps + 1, n, dtype=x0.dtype, device=x0.device)
    path[0].copy_(x0)
    x = x0.clone()
    for step in range(1, steps + 1):
        leaf = x.clone().requires_grad_()
        value = f(leaf)
        g, = torch.autograd.grad(value, leaf, create_graph=True)
        b = g.detach().neg()
        bb = b.square().sum()
        if bb == 0:
            path[step:] = x
            return path
        p = torch.zeros_like(b)
        r, d, rr = b.clone(), b.clone(), bb.clone()
        for k in range(n):
            q, = torch.autograd.grad(g, leaf, d, retain_graph=True)
            bend = d @ q
            if bend <= 0:
                if k == 0:
                    p.copy_(b)
                break
            p.addcmul_(d, rr / bend)
            r.addcmul_(q, -(rr / bend))
            new = r @ r
            d.mul_(new / rr).add_(r)
            rr = new
            if rr <= 1e-4 * bb:
                break
        t = torch.ones((), dtype=x.dtype)
        slope = -(b @ p)
        while f(x + t * p) > value.detach() + 1e-4 * t * slope and t > 2.0 ** -50:
            t = t / 2
        if t > 2.0 ** -50:
            x = x + t * p
        path[step] = x
    return path
