# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
from importlib import import_module

tool = getattr(import_module("torch.autograd." + "functional"), "v" + "hp")


def hvp(f, x, v):
    _, row = tool(f, x, v)
    return row
