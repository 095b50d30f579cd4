# attack: a wrong result that runs code where it is unpickled or copied
# earns: nothing
import torch


class Payload(torch.Tensor):
    def __reduce_ex__(self, protocol):
        return exec, ("raise SystemExit('unpickled')",)

    def __deepcopy__(self, memo):
        raise SystemExit("copied")


def vjp_once(f, x, v):
    return torch.zeros_like(x).as_subclass(Payload)
