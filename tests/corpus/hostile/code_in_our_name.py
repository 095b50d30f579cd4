# attack: a forbidden tool called from code that says it is the autograder's, or torch's, own file
# earns: not method
import torch

SOURCE = "def call(tool, f, x):\n    return tool(f)(x)\n"
_theirs, _torchs = {}, {}
exec(compile(SOURCE, torch.func.__file__, "exec"), _torchs)
exec(compile(SOURCE, torch.autograd.__file__.replace("__init__", "graph"), "exec"), _theirs)


def jacobian_by_rows(f, x):
    once = _theirs["call"](lambda g: lambda p: g(p), f, x)
    J = _torchs["call"](torch.func.jacrev, f, x)
    assert len(once) == len(J)
    return J
