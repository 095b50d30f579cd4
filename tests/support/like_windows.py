"""A process made like one on a system without forks, as Windows is: what our own code asks of the system is missing.

LIKE_WINDOWS  Python source to run before anything of ours is imported. It leaves other libraries what they need; paths
              keep their slashes, since this system's files have them.
"""

LIKE_WINDOWS = """
import builtins, os, pathlib, signal, sys

real = builtins.__import__
lacks = ("fcntl", "resource", "termios", "tty", "sandlock")

def without(name, globals=None, locals=None, fromlist=(), level=0):
    if name in lacks and str((globals or {}).get("__name__")).startswith("autograder"):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return real(name, globals, locals, fromlist, level)

builtins.__import__ = without
for module, names in (
    (os, "fork sysconf sched_getaffinity O_NONBLOCK killpg setsid"),
    (signal, "setitimer alarm SIGALRM SIGKILL SIGXCPU"),
):
    for name in names.split():
        delattr(module, name)
sys.platform = "without-forks"
import autograder.observe.memory as memory
memory._TAKEN = memory._FREE = pathlib.Path("/proc is missing")
"""
