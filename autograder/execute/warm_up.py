"""Import and run once what a submission will need, so that each fork finds it done.

    warm_up          for a kernel
    warm_up_figures  besides, where its notebook draws
    settle           is enough where no kernel is wanted
    set_aside        is enough where the fork works on a GPU

Everything happens on the calling thread: another thread would be missing in the forked child, and a lock that it held
would stay locked there for ever.
"""

import importlib
import sys
from functools import cache

from autograder.lean_imports import uncollected

# What the cells and checks of a lesson were seen to import: torch, the kernel and the printer of errors import much
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
# Not matplotlib_inline's backend: on import it joins the shell that is running, and here there is none.
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
    """Import what draws, and draw one figure. It takes a third of the time of torch, and few submissions draw."""
    with uncollected():
        for name in _DRAWING:
            _import(name)
    _draw()
    set_aside()


def settle() -> None:
    """Run every transform once, on one thread, and set all present objects aside from garbage collection."""
    with uncollected():
        _run_transforms()
    set_aside()


def set_aside() -> None:
    """Work on one thread, and set all present objects aside from garbage collection; run no autograd.

    Autograd's first pass asks every driver for its devices, and a driver that was asked before a fork can't be started
    after it. So each process that works on a GPU runs its own first pass.
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
        del error  # this version of the library has it elsewhere: the child imports it when it needs it


def _run_transforms() -> None:
    """Run every transform on a small f: torch imports and compiles much on first use. The questions need no more."""
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
