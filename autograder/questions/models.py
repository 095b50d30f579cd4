"""Models and losses that questions hand over, drawn from the seed; the models' hidden layer passes through the marker.

Rows are independent, shapes are (B, N) → (B, C), and a pass of width 1 is one of a single row. Nothing here draws from
torch's own stream of random numbers.

Offers: `Net` (two layers and a 0-D parameter), `Single` (one parameter), `tied`, `normalised` (batch norm, in
evaluation mode), `frozen`; `classes` and `quartic`, losses that are a mean over the batch.
"""

import torch
from torch import Tensor, nn

from autograder.questions.draw import Draw
from autograder.questions.marker import mark


def layer(draw: Draw, n: int, m: int) -> nn.Linear:
    """Draw a linear layer n → m with a bias."""
    made = nn.Linear(n, m, device="meta")
    made.weight, made.bias = nn.Parameter(draw.normal(m, n) / n**0.5), nn.Parameter(draw.normal(m))
    return made


class Net(nn.Module):
    """Two layers with something smooth between, scaled by a 0-D parameter; its marker sees `width` numbers a row."""

    def __init__(self, draw: Draw, n: int, c: int, width: int) -> None:
        super().__init__()
        self.inner, self.outer = layer(draw, n, width), layer(draw, width, c)
        self.norm: nn.Module = nn.Identity()
        self.scale = nn.Parameter(1 + draw.uniform(1)[0])

    def forward(self, batch: Tensor) -> Tensor:
        """Shapes: (B, N) → (B, C)."""
        hidden = torch.tanh(mark(self.norm(self.inner(batch))))
        reached: Tensor = self.scale * self.outer(hidden + hidden * hidden)
        return reached


class Single(nn.Module):
    """A model of one parameter; its marker sees C numbers a row."""

    def __init__(self, draw: Draw, n: int, c: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(draw.normal(c, n))

    def forward(self, batch: Tensor) -> Tensor:
        """Shapes: (B, N) → (B, C)."""
        return torch.tanh(mark(batch @ self.weight.mT))


def tied(draw: Draw, n: int) -> Net:
    """Draw a net n → n whose two layers have one weight."""
    net = Net(draw, n, n, n)
    net.outer.weight = net.inner.weight
    return net


def normalised(draw: Draw, n: int, c: int, width: int) -> Net:
    """Draw a net with batch norm, in evaluation mode: it takes batches alone, and has buffers."""
    net = Net(draw, n, c, width)
    norm = nn.BatchNorm1d(width, device="meta")
    norm.weight, norm.bias = nn.Parameter(1 + draw.uniform(width)), nn.Parameter(draw.normal(width))
    norm.running_mean, norm.running_var = draw.normal(width), 1 + draw.uniform(width)
    norm.num_batches_tracked = torch.ones((), dtype=torch.int64, device=norm.weight.device)
    net.norm = norm
    return net.eval()


def frozen(net: Net) -> Net:
    """Freeze the outer layer's weight: it is still a parameter, but does not require grad."""
    net.outer.weight.requires_grad_(False)
    return net


def classes(outputs: Tensor, y: Tensor) -> Tensor:
    """Mean cross-entropy of a batch. Shapes: outputs (B, C), y (B,) whole numbers → ()."""
    picked: Tensor = outputs.log_softmax(1).gather(1, y[:, None])
    return -picked.mean()


def quartic(outputs: Tensor, y: Tensor) -> Tensor:
    """Mean fourth power of what is missed. Shapes: outputs (B, C), y (B, C) → ()."""
    missed = outputs - y
    return (missed * missed * missed * missed).mean()
