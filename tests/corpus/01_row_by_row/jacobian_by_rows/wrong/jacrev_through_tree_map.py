# fails: method
# fault: forbidden-tool
# says: torch.func
import torch
from torch.utils import _pytree as pytree


def jacobian_by_rows(f, x):
    tools = {"rows": [torch.func.jacrev]}
    return pytree.tree_map(lambda tool: tool(f)(x), tools)["rows"][0]
