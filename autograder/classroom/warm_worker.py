"""What a worker finds done when it is forked: the fork server imports this module, once, on its only thread."""

import gc

import torch

from autograder.classroom import work as work
from autograder.execute.warm_up import run_transforms

torch.set_num_threads(1)
run_transforms()
gc.collect()
gc.freeze()
