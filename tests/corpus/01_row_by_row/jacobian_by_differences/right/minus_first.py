# style: all the minus sides first, then the plus sides, last column first
import torch


def jacobian_by_differences(f, x, h=1e-5):
    def sides(sign):
        return {j: f(x.scatter_add(0, torch.tensor([j], device=x.device), x.new_tensor([sign * h]))) for j in reversed(range(len(x)))}

    minus = sides(-1)
    plus = sides(+1)
    return torch.stack([(plus[j] - minus[j]) / (2 * h) for j in range(len(x))], dim=1)
