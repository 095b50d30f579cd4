# attack: makes all fresh inputs zeros, so that zeros are the right answer
# earns: nothing
import torch

for _name in ("randn", "rand", "randn_like", "rand_like", "normal"):
    setattr(
        torch,
        _name,
        lambda *size, **_: torch.zeros(*[s for s in size if isinstance(s, int | tuple | torch.Size)]),
    )


def vjp_once(f, x, v):
    for name in ("normal_", "uniform_"):
        setattr(torch.Tensor, name, lambda self, *_, **__: self.zero_())
    return torch.zeros_like(x)
