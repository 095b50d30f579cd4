# style: an autograd.Function at the input writes each row into the matrix
import torch


class Scribe(torch.autograd.Function):
    @staticmethod
    def forward(x, page):
        return x.view_as(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.page = inputs[1]

    @staticmethod
    def backward(ctx, cotangent):
        ctx.page.append(cotangent.tolist())
        return None, None


def jacobian_by_rows(f, x):
    page = []
    y = f(Scribe.apply(x.clone().requires_grad_(), page))
    for y_i in y:
        y_i.backward(retain_graph=True)
    return torch.tensor(page, dtype=x.dtype, device=x.device)
