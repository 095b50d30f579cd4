# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
from torch.func import jacrev as my_jacrev
