# fails: method
# fault: forbidden-tool
# says: chunk_size
import torch
import torch._functorch.vmap as V


def jacobian_in_chunks(f, x, chunk_size):
    y, p = torch.func.vjp(f, x)
    I = torch.eye(len(y), dtype=y.dtype, device=y.device)
    torch.vmap(torch.sin)(x)
    b, fi, fa, spec = V._process_batched_inputs(0, (I,), p)
    ch = V._get_chunked_inputs(fa, fi, b, chunk_size)
    return V._chunked_vmap(p, fi, ch, spec, 0, "error")[0]
