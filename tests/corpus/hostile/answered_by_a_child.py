# attack: a forked child uses the forbidden tool out of sight and sends the numbers back
# earns: not method
import os
import struct

import torch


def jacobian_by_rows(f, x):
    with torch.no_grad():
        m = len(f(x))
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            J = torch.func.jacrev(f)(x).flatten().tolist()
            os.write(write, struct.pack(f"{len(J)}d", *J))
        finally:
            os._exit(0)
    os.close(write)
    data = b""
    while len(data) < 8 * m * len(x):
        piece = os.read(read, 1 << 16)
        if not piece:
            break
        data += piece
    os.close(read)
    os.wait()
    numbers = struct.unpack(f"{len(data) // 8}d", data)
    return torch.tensor(numbers, dtype=x.dtype).view(m, len(x))
