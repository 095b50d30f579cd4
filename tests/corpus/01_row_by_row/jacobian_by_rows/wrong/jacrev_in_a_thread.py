# fails: method
# fault: forbidden-tool
# says: torch.func
import queue
import threading

import torch


def jacobian_by_rows(f, x):
    box = queue.Queue()
    threading.Thread(target=lambda: box.put(torch.func.jacrev(f)(x))).start()
    return box.get()
