# fails: value
# fault: numbers-taken-out
# says: memory
import numpy as np


def itemless(x):
    return x / np.linalg.norm(x.numpy())
