# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
from torch.func import jacrev

my_jacrev = jacrev
