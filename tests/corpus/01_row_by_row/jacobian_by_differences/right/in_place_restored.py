# style: perturbs x itself and puts the saved number back
import torch


def jacobian_by_differences(f, x, h=1e-5):
    columns = []
    for j in range(len(x)):
        kept = x[j].clone()
        try:
            x[j] = kept + h
            plus = f(x).clone()
            x[j] = kept - h
            minus = f(x).clone()
        finally:
            x[j] = kept
        columns.append((plus - minus) / (2 * h))
    return torch.column_stack(columns)
