"""From the order of a warm kernel to its first executed cell, with the sandbox and without Jupyter.

    .venv/bin/python benchmarks/a_kernel.py [--runs 30]

*kernel*: a notebook of three small torch cells through nbclient in a warm, sandboxed kernel, start and end included.
*floor*: the same cells in IPython's shell in a fork of an equally warm process, no Jupyter and no sandbox. The two are
run in turns. Printed: median and 95th percentile of each, their ratio (bar: at most 1.5), and what the box alone takes:
a fork that puts it up and ends, beside one that only ends.
"""

import argparse
import os
import statistics
import time

import nbformat
from nbformat import v4

from autograder.execute import DEFAULT_LIMITS, Kernel, Submission, execute, sandbox
from autograder.execute.warm_up import warm_up

CELLS = (
    "import torch\nx = torch.linspace(0, 1, 8)",
    "J = torch.func.jacrev(lambda x: x.sin() * x)(x)",
    "print(J.diagonal().sum())",
)


def kernel(notebook: nbformat.NotebookNode) -> float:
    """Return seconds of one notebook in a warm, sandboxed kernel."""
    begin = time.perf_counter()
    execute(Submission("ann", "01", notebook, {}, seed=7), DEFAULT_LIMITS, Kernel.SANDBOXED)
    return time.perf_counter() - begin


def floor() -> float:
    """Return seconds of the same cells in a plain fork."""
    begin = time.perf_counter()
    if (child := os.fork()) == 0:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            from IPython.core.interactiveshell import InteractiveShell

            shell = InteractiveShell.instance()
            for cell in CELLS:
                shell.run_cell(cell)
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - begin


def ended(readable: list[str], boxed: bool) -> float:
    """Return seconds of a fork that does nothing, in a box or outside one."""
    begin = time.perf_counter()
    if (child := os.fork()) == 0:
        if boxed:
            sandbox.confine(readable, [os.devnull])
            sandbox.deny_calls()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the box could not be put up")
    return time.perf_counter() - begin


def told(name: str, took: list[float]) -> float:
    """Print median and 95th percentile; return the median."""
    middle = statistics.median(took)
    print(
        f"{name:28} median {1e3 * middle:6.1f} ms, 95th percentile {1e3 * sorted(took)[int(0.95 * len(took))]:6.1f} ms"
    )
    return middle


def main() -> None:
    """Time kernels and forks in turns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # debugpy would warn of modules frozen into Python
    warm_up()
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in CELLS])
    kernel(notebook)  # the first waits for its zygote
    readable = sandbox.readable()
    ended(readable, True)
    kernels, floors, boxed, bare = [], [], [], []
    for _ in range(runs):
        boxed.append(ended(readable, True))
        bare.append(ended(readable, False))
        kernels.append(kernel(notebook))
        floors.append(floor())
    box = told("fork, box", boxed) - told("fork", bare)
    print(f"the box takes {1e3 * box:.1f} ms a submission")
    ratio = told("kernel, sandboxed", kernels) / told("floor: fork and IPython", floors)
    print(f"{ratio:.2f} times the floor (bar: at most 1.5)")


if __name__ == "__main__":
    main()
