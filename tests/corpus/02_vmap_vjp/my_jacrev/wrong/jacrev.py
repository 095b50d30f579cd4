# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
