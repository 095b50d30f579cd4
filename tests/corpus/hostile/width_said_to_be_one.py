# attack: a tensor that says it has as many entries as one row has, however many rows pass through f at once
# earns: anything
# doubt: changes .numel
import torch


class Narrow(torch.Tensor):
    def numel(self):
        return self.shape[-1]


def jacobian_by_rows(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    eye = torch.eye(len(y), dtype=x.dtype, device=x.device).as_subclass(Narrow)
    rows = torch.autograd.grad(y, leaf, eye, is_grads_batched=True)[0]
    return rows.as_subclass(torch.Tensor)
