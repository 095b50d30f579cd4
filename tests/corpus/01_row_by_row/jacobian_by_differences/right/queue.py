# style: a queue of columns and a thread that works it off
import torch, threading, queue


def jacobian_by_differences(f, x, h=1e-5):
    q = queue.Queue()
    cols = [None] * len(x)

    def work():
        while (j := q.get()) is not None:
            e = torch.zeros_like(x)
            e[j] = h
            cols[j] = (f(x + e) - f(x - e)) / (2 * h)

    t = threading.Thread(target=work)
    t.start()
    for j in range(len(x)):
        q.put(j)
    q.put(None)
    t.join()
    return torch.stack(cols, dim=1)
