# style: einsum with a mask made of comparisons
import torch


def out_of_place(x):
    places = torch.arange(x.shape[-1], device=x.device)
    mask = (places[:, None] >= places[None, :]).to(x.dtype)
    return torch.einsum("ij,j,j->i", mask, x, x)
