"""Import and run once what a submission will need, so that each fork finds it done.

Offers: `warm_up`, and `warm_up_figures` besides where a notebook draws; `settle`, which is enough where no kernel is
wanted; `set_aside`, where the fork works on a GPU.
Everything happens on the calling thread: a thread that runs at a fork is missing in the child, and the lock that it
held stays locked there for ever.
"""

import importlib
import sys
from functools import cache

from autograder.lean_imports import uncollected

# Found by looking at what a lesson's cells and checks import first: torch, the kernel and what prints an error import
# late.
_IMPORTS = (
    "torch", "torch.func", "torch._dynamo", "torch._decomp", "torch.optim", "torch.utils.benchmark",
    "torch.utils.flop_counter", "torch.autograd.forward_ad", "torch.nn.functional",
    "torch._subclasses.schema_check_mode", "numpy.ctypeslib", "numpy.ctypeslib._ctypeslib",
    "comm", "psutil",
    "IPython.core.interactiveshell", "IPython.core.completer", "IPython.core.pylabtools",
    "IPython.extensions.storemagic", "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect",
    "IPython.core.logger", "IPython.core.magics.execution", "IPython.core.magics.namespace", "IPython.utils.timing",
    "stack_data", "stack_data.formatting", "stack_data.serializing", "pygments.formatters.terminal256",
    "pygments.styles", "pygments.console", "pygments.formatters.html", "pygments.lexers.python",
    "IPython.utils.wildcard", "faulthandler", "tornado.platform.asyncio", "sandlock",
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.heartbeat", "ipykernel.debugger",
    "ipykernel.datapub", "ipykernel.comm.manager", "ipykernel.subshell_manager",
    "autograder.bench", "autograder.logbook", "autograder.notebook", "autograder.observe",
    "autograder.questions.prediction",
)  # fmt: skip
# Not matplotlib_inline's backend: it joins the shell that it finds when it is imported, and here is none.
_DRAWING = ("matplotlib.pyplot", "matplotlib.backends.backend_agg", "ipywidgets", "autograder.figures")


def warm_up() -> None:
    """Import torch, ipykernel and our own side; run every transform once."""
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]  # ipykernel does without: nobody debugs there
    with uncollected():
        for name in _IMPORTS:
            _import(name)
    settle()


@cache
def warm_up_figures() -> None:
    """Import what draws, and draw one figure: a third of what torch takes, and few submissions draw."""
    with uncollected():
        for name in _DRAWING:
            _import(name)
    _draw()
    set_aside()


def settle() -> None:
    """Run every transform once, on one thread, and set aside all objects that there are."""
    with uncollected():
        _run_transforms()
    set_aside()


def set_aside() -> None:
    """Work on one thread, and set aside all objects that there are, without a pass of autograd.

    The first pass of autograd asks every driver for its devices, and a driver that was asked before a fork can't be
    started after it: each process that works on a GPU runs its own first pass.
    """
    import torch

    from autograder.observe import settle_for_good

    torch.set_num_threads(1)
    settle_for_good()


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if name.startswith("autograder"):
            raise
        del error  # another version of a library has it elsewhere: the child imports it when it is needed


def _run_transforms() -> None:
    """Run every transform on a small f: torch imports and compiles much on first use (the questions add nothing)."""
    import torch
    from torch.func import grad, hessian, jacfwd, jacrev, jvp, vjp, vmap

    def f(x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(torch.outer(x, x) @ x) + x.sin()

    def scalar(x: torch.Tensor) -> torch.Tensor:
        return f(x).sum()

    x = torch.linspace(0.1, 1.0, 3)
    for transform in (jacrev, jacfwd, lambda g: jacfwd(jacrev(g)), lambda g: jacrev(jacfwd(g))):
        transform(f)(x)
    hessian(scalar)(x)
    vmap(grad(scalar))(torch.stack([x, x]))
    jvp(f, (x,), (x,))
    vjp(f, x)[1](x)
    leaf = x.clone().requires_grad_()
    torch.autograd.grad(f(leaf), leaf, x)
    scalar(leaf).backward()  # type: ignore[no-untyped-call]
    torch.autograd.functional.jacobian(f, x)
    torch.optim.SGD([leaf], lr=0.1).step()


def _draw() -> None:
    import io

    from matplotlib.figure import Figure

    figure = Figure()
    figure.add_subplot().plot([0, 1], [0, 1])
    figure.savefig(io.BytesIO(), format="png")
