# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.utils._pytree import tree_map

_tools = {"row": torch.autograd.functional.vjp}


def vjp_once(f, x, v):
    return tree_map(lambda tool: tool(f, x, v)[1], _tools)["row"]
