# style: each point joined of what lies before an entry, the entry and what lies behind
import torch
def jacobian_by_differences(f, x, h=1e-5):
    up = [f(torch.cat([x[:j], x[j:j + 1] + h, x[j + 1:]])) for j in range(len(x))]
    down = [f(torch.cat([x[:j], x[j:j + 1] - h, x[j + 1:]])) for j in range(len(x))]
    return torch.stack([(a - b) / (2 * h) for a, b in zip(up, down)], -1)
