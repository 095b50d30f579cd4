# style: torch's quantile in float64
import torch


def speedup(baseline, candidate):
    def typical(m):
        return torch.quantile(torch.tensor(m.times, dtype=torch.float64), 0.5)

    return float(typical(baseline) / typical(candidate))
