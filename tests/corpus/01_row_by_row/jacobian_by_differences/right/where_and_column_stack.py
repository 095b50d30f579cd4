# style: points by torch.where on a range, columns joined by column_stack
import torch
def jacobian_by_differences(f, x, h=1e-5):
    idx = torch.arange(len(x), device=x.device)
    def col(j):
        up = torch.where(idx == j, x + h, x)
        down = torch.where(idx == j, x - h, x)
        return (f(up) - f(down)).div(2 * h)
    return torch.column_stack([col(j) for j in range(len(x))])
