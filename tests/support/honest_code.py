"""Honest answers, or parts of some, by authors who like Python: none of them may raise a doubt.

Each is a cell as a student could hand it in. They use classes, dataclasses, caches, generators, context managers,
pattern matching and the typing module, since decent code does.
"""

LIVELY = {
    "a frozen dataclass of settings": """
from dataclasses import dataclass, field, replace
@dataclass(frozen=True, slots=True)
class Step:
    size: float = 1e-5
    order: int = 2
    history: list[float] = field(default_factory=list)
    def halved(self): return replace(self, size=self.size / 2)
""",
    "a cache by shape": """
from functools import lru_cache
import torch
@lru_cache(maxsize=None)
def identity(n, dtype): return torch.eye(n, dtype=dtype)
identity.cache_clear()
print(identity.cache_info())
""",
    "a cached property": """
from functools import cached_property
class Linear:
    def __init__(self, f, x): self.f, self.x = f, x
    @cached_property
    def value(self): return self.f(self.x)
""",
    "wraps on a decorator": """
import functools, time
def timed(g):
    @functools.wraps(g)
    def inner(*args, **kwargs):
        start = time.perf_counter()
        try:
            return g(*args, **kwargs)
        finally:
            print(f"{g.__name__}: {time.perf_counter() - start:.3f} s")
    return inner
""",
    "a partial and a reduce": """
from functools import partial, reduce
from operator import matmul, mul
import torch
chain = reduce(matmul, jacobians)
row = partial(torch.autograd.grad, retain_graph=True)
numel = reduce(mul, x.shape, 1)
""",
    "itertools over blocks": """
import itertools, torch
for block in itertools.batched(range(9), 4) if hasattr(itertools, "batched") else []: print(block)
pairs = list(itertools.combinations(range(3), 2)) + list(itertools.zip_longest([1], [2, 3]))
flat = list(itertools.chain.from_iterable(parts))
""",
    "a context manager of one's own": """
from contextlib import contextmanager, nullcontext, suppress, ExitStack
import torch
@contextmanager
def without_grad_of(model):
    flags = [p.requires_grad for p in model.parameters()]
    for p in model.parameters(): p.requires_grad_(False)
    try: yield model
    finally:
        for p, flag in zip(model.parameters(), flags): p.requires_grad_(flag)
with ExitStack() as stack, suppress(StopIteration):
    stack.enter_context(torch.no_grad() if True else nullcontext())
    stack.callback(print, "done")
""",
    "a class that is a context": """
import time
class Timer:
    def __enter__(self):
        self.start = time.perf_counter()
        return self
    def __exit__(self, kind, error, trace):
        self.seconds = time.perf_counter() - self.start
        return False
""",
    "types spelled out": """
from __future__ import annotations
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, Generic, Literal, NamedTuple, Optional, Protocol, TypeAlias, TypeVar, overload
from torch import Tensor, nn
T = TypeVar("T")
Function: TypeAlias = Callable[[Tensor], Tensor]
MODES: Final = ("forward", "reverse")
class Differentiable(Protocol):
    def __call__(self, x: Tensor) -> Tensor: ...
class Pair(NamedTuple):
    value: Tensor
    slope: Optional[Tensor] = None
class Box(Generic[T]):
    limit: ClassVar[int] = 3
    def __init__(self, held: T) -> None: self.held: T = held
def jac(f: Function, x: Tensor, mode: Literal["forward", "reverse"] = "reverse") -> Tensor | None: ...
""",
    "warnings and logs": """
import logging, warnings
log = logging.getLogger(__name__)
logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)
    warnings.filterwarnings("ignore", message=".*vmap.*")
log.debug("%d rows", 3)
warnings.warn("slow", stacklevel=2)
handler = logging.StreamHandler()
handler.setFormatter(logging.Formatter("%(message)s"))
log.addHandler(handler)
""",
    "a loader over batches": """
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset
class Rows(Dataset):
    def __init__(self, X: torch.Tensor) -> None: self.X = X
    def __len__(self) -> int: return len(self.X)
    def __getitem__(self, i: int) -> torch.Tensor: return self.X[i]
def run(loader: DataLoader, data: "DataLoader | None" = None) -> list: return [x for x in loader]
run(DataLoader(Rows(x), batch_size=4)), DataLoader(TensorDataset(x), 2, shuffle=False)
isinstance(loader, DataLoader)
""",
    "pattern matching": """
import torch
match result:
    case torch.Tensor() as value if value.ndim == 2: rows = value
    case (first, *rest): rows = torch.stack([first, *rest])
    case {"jac": inner, **more}: rows = inner
    case str() | None: rows = None
    case _: raise TypeError(f"{type(result).__name__} is no result")
""",
    "a module of one's own": """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, d, h=8):
        super().__init__()
        self.inner, self.outer = nn.Linear(d, h), nn.Linear(h, 1)
        self.register_buffer("scale", torch.ones(()))
        self.layers = nn.ModuleList([nn.Linear(h, h) for _ in range(2)])
    def forward(self, x):
        x = torch.tanh(self.inner(x))
        for layer in self.layers: x = x + layer(x)
        return self.scale * self.outer(x).squeeze(-1)
    def extra_repr(self): return "a small net"
""",
    "a Function with its rule": """
import torch
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(x): return x ** 3
    @staticmethod
    def setup_context(ctx, inputs, output):
        (x,) = inputs
        ctx.save_for_backward(x)
        ctx.save_for_forward(x)
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 3 * x ** 2 * g if ctx.needs_input_grad[0] else None
    @staticmethod
    def jvp(ctx, t): return 3 * ctx.saved_tensors[0] ** 2 * t
    @staticmethod
    def vmap(info, in_dims, x): return Cube.apply(x), in_dims[0]
""",
    "hooks on a layer": """
import torch
saved = {}
def keep(name):
    def hook(module, inputs, output): saved[name] = inputs[0].detach()
    return hook
handles = [m.register_forward_hook(keep(n)) for n, m in model.named_modules() if isinstance(m, torch.nn.Linear)]
handles += [m.register_full_backward_hook(lambda m, gi, go: None) for m in model.modules()]
for handle in handles: handle.remove()
y.register_hook(lambda g: g * 2)
""",
    "operators of a dual number": """
class Dual:
    __slots__ = ("value", "slope")
    def __init__(self, value, slope=0.0): self.value, self.slope = value, slope
    def __add__(self, other): return Dual(self.value + other.value, self.slope + other.slope)
    __radd__ = __add__
    def __mul__(self, other): return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)
    def __neg__(self): return Dual(-self.value, -self.slope)
    def __pow__(self, k): return Dual(self.value ** k, k * self.value ** (k - 1) * self.slope)
    def __repr__(self): return f"Dual({self.value:.3g}, {self.slope:.3g})"
    def __eq__(self, other): return isinstance(other, Dual) and self.value == other.value
    def __hash__(self): return hash(self.value)
""",
    "a linear operator": """
import abc, torch
class Operator(abc.ABC):
    @property
    @abc.abstractmethod
    def shape(self): ...
    @abc.abstractmethod
    def matvec(self, v): ...
    def __matmul__(self, v): return self.matvec(v)
    def dense(self): return torch.stack([self @ e for e in torch.eye(self.shape[1])], dim=1)
class Hessian(Operator):
    def __init__(self, f, x): self.f, self.x = f, x
    @property
    def shape(self): return (len(self.x), len(self.x))
    def matvec(self, v): return torch.func.jvp(torch.func.grad(self.f), (self.x,), (v,))[1]
""",
    "generators": """
def basis(n, like):
    for i in range(n):
        e = like.new_zeros(n)
        e[i] = 1
        yield e
def running():
    total = 0
    while True:
        x = yield total
        total += x
g = running(); next(g); g.send(2); g.close()
def both(): yield from basis(2, x)
""",
    "an enum of modes": """
import enum
class Mode(enum.Enum):
    FORWARD = "forward"
    REVERSE = enum.auto()
    @classmethod
    def of(cls, m, n): return cls.FORWARD if n <= m else cls.REVERSE
class Flag(enum.IntFlag):
    A = 1
    B = 2
Mode("forward"), Mode["REVERSE"], [m.name for m in Mode]
""",
    "errors of one's own": """
class ShapeError(ValueError):
    def __init__(self, found, expected):
        super().__init__(f"expected {expected}, found {found}")
        self.found = found
try: f(x)
except (RuntimeError, ShapeError) as error: raise ShapeError(1, 2) from error
else: pass
finally: print(str(getattr(x, "grad", None)))
assert x.ndim == 1, "a vector"
""",
    "trees of parameters": """
import torch
from torch.utils._pytree import tree_flatten, tree_map, tree_unflatten
from torch.nn.utils import parameters_to_vector, vector_to_parameters
params = {k: v.detach() for k, v in model.named_parameters()}
flat, spec = tree_flatten(params)
tree_unflatten(flat, spec), tree_map(torch.zeros_like, params)
torch.func.functional_call(model, params, (x,))
torch.cat([p.reshape(-1) for p in params.values()])
""",
    "collections": """
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
Point = namedtuple("Point", "x y")
queue = deque(maxlen=3); seen = defaultdict(list); count = Counter("abc")
order = OrderedDict(sorted(count.items(), key=lambda pair: -pair[1]))
order.move_to_end("a")
""",
    "threads for independent rows": """
from concurrent.futures import ThreadPoolExecutor
import threading
lock = threading.Lock()
with ThreadPoolExecutor(max_workers=2) as pool: rows = list(pool.map(row, range(3)))
with lock: total = sum(rows)
""",
    "numbers and fractions": """
import cmath, math, statistics, bisect, heapq, random
from fractions import Fraction
from decimal import Decimal
eps = math.sqrt(torch.finfo(x.dtype).eps); random.seed(0)
median = statistics.median([1, 2]); heapq.heappush([], 1); bisect.insort([], 2)
""",
    "a default device": """
import torch
device = "cuda" if torch.cuda.is_available() else "cpu"
with torch.device(device): z = torch.zeros(3)
with torch.autocast("cpu", enabled=False), torch.inference_mode(False), torch.set_grad_enabled(True): pass
torch.manual_seed(0); g = torch.Generator().manual_seed(1); g.get_state()
""",
    "compiled, or not": """
import torch
@torch.compile
def step(x): return x.sin()
@torch.compile(dynamic=True)
def step2(x): return x.cos()
fast = torch.compile(step, mode="reduce-overhead")
""",
    "a lambda table": """
import torch
RULES = {"sin": (torch.sin, lambda x: x.cos()), "exp": (torch.exp, torch.exp)}
def derivative(name, x): return RULES[name][1](x)
""",
    "a trampoline": """
def solve(A, b, x=None, *, tol=1e-8, most=None, callback=None):
    x = torch.zeros_like(b) if x is None else x
    r = b - A(x); p = r.clone(); rs = r @ r
    for k in range(most or len(b)):
        Ap = A(p); a = rs / (p @ Ap)
        x = x + a * p; r = r - a * Ap
        if (new := r @ r) < tol ** 2: break
        p, rs = r + new / rs * p, new
        if callback is not None: callback(k, x)
    return x
""",
    "a nested closure": """
def hvp_operator(loss):
    calls = 0
    def apply(v):
        nonlocal calls
        calls += 1
        return torch.func.vjp(torch.func.grad(loss), x)[1](v)[0]
    apply.calls = lambda: calls
    return apply
""",
    "strings for people": """
print(f"{x.mean():+.3e} {'right' if ok else 'wrong':>8} {x.shape!r} {len(x)=}")
print("{:>10} {:.2f}".format("a", 1.0), "%5.2f" % 2, ", ".join(map(str, range(3))), "a".center(9, "-"))
import textwrap, pprint, string
textwrap.dedent(" a"); pprint.pprint({"a": 1}); string.ascii_lowercase
""",
    "a figure": """
import matplotlib.pyplot as plt
import numpy as np
fig, ax = plt.subplots(figsize=(4, 3), constrained_layout=True)
ax.loglog(np.arange(1, 9), label="rows"); ax.set(xlabel="M", ylabel="s", title="time"); ax.legend()
ax.annotate("here", (1, 1)); fig.tight_layout(); plt.show(); plt.close(fig)
""",
    "tests of one's own": """
import torch
def test_rows():
    J = jacobian_by_rows(f, x)
    torch.testing.assert_close(J, torch.func.jacrev(f)(x), rtol=1e-5, atol=1e-8)
    assert torch.autograd.gradcheck(f, (x.double().requires_grad_(),))
test_rows(); print("ok")
""",
    "numpy and back": """
import numpy as np
import torch
a = x.detach().cpu().numpy(); b = torch.from_numpy(np.ascontiguousarray(a.T)); c = torch.as_tensor(a)
d = x.type(torch.DoubleTensor) if isinstance(x, (torch.FloatTensor, torch.Tensor)) else x.type(torch.float64)
def halved(x: torch.FloatTensor) -> torch.DoubleTensor: return x / 2
np.allclose(a, b), np.linalg.norm(a), float(a.max()), x.tolist(), x.item() if x.numel() == 1 else None
""",
    "in place, with care": """
import torch
H = torch.zeros(n, n)
for i, (row, rest) in enumerate(zip(H, H.T)): row[i:] = g[i:]; rest[i:] = g[i:]
H.copy_(0.5 * (H + H.mT)); H.diagonal().add_(1.0); H[H.abs() < 1e-12] = 0; H.fill_diagonal_(1)
out = torch.empty_like(x); torch.mul(x, 2, out=out)
""",
    "hands on to what it holds": """
class Counted:
    def __init__(self, f): self.f, self.calls = f, 0
    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.f(*args, **kwargs)
    def __getattr__(self, name): return getattr(self.f, name)
class Twice(Counted):
    def __call__(self, x): return super().__call__(super().__call__(x))
""",
    "properties and class methods": """
class Grid:
    count = 0
    def __new__(cls, *args): return super().__new__(cls)
    def __init__(self, n): self._n = n; Grid.count += 1
    @property
    def n(self): return self._n
    @n.setter
    def n(self, value): self._n = int(value)
    @classmethod
    def square(cls, n): return cls(n)
    @staticmethod
    def step(n): return 1 / n
    def __len__(self): return self._n
    def __getitem__(self, i): return i / self._n
    def __iter__(self): return iter(range(self._n))
    def __contains__(self, x): return 0 <= x < self._n
""",
    "a queue of work": """
import queue, copy, array, time
work = queue.SimpleQueue(); work.put((0, x)); layer, y = work.get()
twin = copy.deepcopy(model); shallow = copy.copy(params); a = array.array("d", [1.0])
time.sleep(0)
""",
    "checkpoints and saved tensors": """
import torch
from torch.utils.checkpoint import checkpoint
from torch.autograd.graph import saved_tensors_hooks
y = checkpoint(block, x, use_reentrant=False)
with saved_tensors_hooks(lambda t: t.to(torch.float16), lambda t: t.to(torch.float32)): z = f(x)
with torch.autograd.graph.save_on_cpu(): z = f(x)
""",
    "forward mode by hand": """
import torch
import torch.autograd.forward_ad as fwAD
with fwAD.dual_level():
    dual = fwAD.make_dual(x, v)
    value, tangent = fwAD.unpack_dual(f(dual))
""",
    "colours of a graph": """
def greedy(neighbours: dict[int, set[int]]) -> list[int]:
    colour: dict[int, int] = {}
    for node in sorted(neighbours, key=lambda n: (-len(neighbours[n]), n)):
        taken = {colour[other] for other in neighbours[node] if other in colour}
        colour[node] = next(c for c in range(len(neighbours)) if c not in taken)
    return [colour[n] for n in range(len(neighbours))]
""",
    "counted operations": """
import torch
from torch.utils.flop_counter import FlopCounterMode
with FlopCounterMode(display=False) as counter: f(x)
print(counter.get_total_flops(), sum(counter.get_flop_counts()["Global"].values()))
""",
    "a coroutine that nobody needs": """
import time
from typing import Iterator
async def later(x): return x
def ticks() -> Iterator[float]:
    while True: yield time.monotonic()
""",
    "weak references": """
import weakref
cache = weakref.WeakKeyDictionary()
def of(model):
    if model not in cache: cache[model] = dict(model.named_parameters())
    return cache[model]
""",
}
