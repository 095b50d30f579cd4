"""What this machine lacks for a warm, sandboxed kernel. It is asked before any slow import, so it has none.

Offers: `sandbox_lacks`, and the kernel's `NAME`.
"""

from importlib.metadata import entry_points

from autograder.execute import sandbox

NAME = "autograder"


def sandbox_lacks() -> str:
    """Return what this machine lacks, found by trying; empty for nothing."""
    if not entry_points(group="jupyter_client.kernel_provisioners", name=NAME):
        return f"the kernel provisioner «{NAME}» (run `make install`)"
    return sandbox.lacking()
