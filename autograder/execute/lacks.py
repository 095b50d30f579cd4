"""What this machine lacks for a warm, sandboxed kernel. It is asked before any slow import, so it has none.

Nor does it import, on another system than Linux, what Linux alone has.

Offers: `sandbox_lacks`, and the kernel's `NAME`.
"""

import sys
from importlib.metadata import entry_points

NAME = "autograder"


def sandbox_lacks() -> str:
    """Return what this machine lacks, found by trying; empty for nothing."""
    if not entry_points(group="jupyter_client.kernel_provisioners", name=NAME):
        return f"the kernel provisioner «{NAME}» (run `make install`)"
    if sys.platform != "linux":
        return "Linux"
    from autograder.execute import sandbox

    return sandbox.lacking()
