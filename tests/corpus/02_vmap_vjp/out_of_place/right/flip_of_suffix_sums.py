# style: total minus what comes after
import torch


def out_of_place(x):
    squares = x.square()
    after = squares.flip(0).cumsum(0).flip(0) - squares
    return squares.sum() - after
