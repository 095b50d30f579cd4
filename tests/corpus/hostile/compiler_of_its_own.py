# attack: a compiler of its own is given f as a program and hands back another
# earns: anything
# doubt: calls torch.compile with a backend of its own
import torch


def vjp_once(f, x, v):
    def mine(graph, inputs):
        for node in list(graph.graph.nodes):
            if "mark" in str(node.target):
                node.replace_all_uses_with(node.args[0])
                graph.graph.erase_node(node)
        graph.recompile()
        return graph.forward

    leaf = x.detach().clone().requires_grad_()
    y = torch.compile(f, backend=mine)(leaf)
    return torch.autograd.grad(y, leaf, v)[0]
