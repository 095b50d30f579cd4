# style: a decorator turns a rule for one direction into one for all; the name is not carried over
import torch


def every_direction(rule):
    def whole(f, x, h=1e-5):
        return torch.stack([rule(f, x, e, h) for e in torch.eye(len(x), dtype=x.dtype, device=x.device)], dim=-1)

    return whole


@every_direction
def jacobian_by_differences(f, x, direction, h):
    return (f(torch.add(x, direction, alpha=h)) - f(torch.sub(x, direction, alpha=h))) / (2 * h)
