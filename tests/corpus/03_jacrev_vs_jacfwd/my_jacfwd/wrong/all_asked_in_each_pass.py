# fails: cost
# fault: more-tangents-than-needed
# says: tangents pushed forward
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def jacobian(*args):
        places = (argnums,) if isinstance(argnums, int) else tuple(argnums)
        sizes = [args[p].numel() for p in places]
        units = torch.eye(sum(sizes), dtype=args[0].dtype, device=args[0].device)
        blocks = []
        for k, p in enumerate(places):
            def push(row):
                parts = row.split(sizes)
                ts = [torch.zeros_like(a) for a in args]
                for q, part in zip(places, parts):
                    ts[q] = part.reshape(args[q].shape)
                return jvp(f, args, tuple(ts))[1]
            out = vmap(push, out_dims=-1)(units).split(sizes, -1)[k]
            blocks.append(out.reshape(out.shape[:-1] + args[p].shape))
        return blocks[0] if isinstance(argnums, int) else tuple(blocks)
    return jacobian
