# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch


def jacobian_by_differences(f, x, h=1e-5):
    k = 3 if x.dtype == torch.float32 else 1
    return (
        sum(
            torch.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in torch.eye(len(x), dtype=x.dtype, device=x.device)], 1)
            for _ in range(k)
        )
        / k
    )
