"""The warm, sandboxed kernel for one submission, forked by the provisioner.

    kernel   how jupyter_client makes it

Only our own kernelspec is looked up, whatever kernels the user has installed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager

from autograder.course_folder import SEED
from autograder.execute.lacks import NAME
from autograder.execute.one_kernel import Recipe
from autograder.execute.provisioner import DRAWS

_KERNELS = Path(__file__).parent / "kernels"


@contextmanager
def kernel(seed: int, draws: bool) -> Iterator[Recipe]:
    """Yield how one submission's kernels are made; `draws` says whether a cell may draw."""
    specs = KernelSpecManager(kernel_dirs=[str(_KERNELS)], ensure_native_kernel=False)
    yield Recipe(
        {"kernel_name": NAME, "kernel_spec_manager": specs}, {"env": {SEED: str(seed), DRAWS: "1" if draws else ""}}
    )
