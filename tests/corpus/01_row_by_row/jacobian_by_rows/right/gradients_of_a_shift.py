# style: backward into the .grad of a shift that is 0, cleared by an optimiser
import torch
def jacobian_by_rows(f, x):
    d = torch.nn.Parameter(torch.zeros_like(x))
    opt = torch.optim.SGD([d], lr=1.0)
    y = f(x + d)
    rows = []
    for yi in y.unbind():
        opt.zero_grad(set_to_none=True)
        yi.backward(retain_graph=True)
        rows.append(d.grad.clone())
    return torch.stack(rows)
