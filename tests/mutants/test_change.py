"""Mutants: every sort of change is made, once, and the same ones are chosen each time."""

import ast

from autograder.mutants.change import mutants, sampled

SOURCE = """
import torch

def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    total = torch.zeros(len(x), dtype=x.dtype)
    for i in range(len(y)):
        total += v[i] * torch.autograd.grad(y[i], leaf, retain_graph=True)[0]
    total = total + 0 * x.sum(dim=0)
    return total
"""
# One of each sort, as it is told.
SOME = {
    "operator": "0 * x.sum(dim=0) → 0 / x.sum(dim=0)",
    "constant": "True → False",
    "index": "y[i] → y[i - 1]",
    "axis": "dim=0 → dim=-1",
    "swap": "x.sum → x.mean",
    "arguments": "torch.autograd.grad(y[i], leaf, retain_graph=True) → torch.autograd.grad(y[i], retain_graph=True)",
    "drop": "x.detach() → x",
    "dtype": "x.dtype → torch.float32",
    "keyword": "retain_graph=True → nothing",
    "off by one": "len(x) → len(x) - 1",
    "f again": "f(leaf) → (f(leaf), f(leaf), f(leaf))[0]",
    "in-place": "total = total + 0 * x.sum(dim=0) → total += 0 * x.sum(dim=0)",
    "result": "return total → return -total",
}


def test_each_sort_of_change_is_made_and_told():
    found = list(mutants("a.py", SOURCE, "vjp_once"))
    assert set(SOME.items()) <= {(each.sort, each.change) for each in found}
    assert {each.sort for each in found} == SOME.keys()


def test_each_mutant_is_python_and_one_of_its_kind():
    sources = [ast.unparse(ast.parse(each.source)) for each in mutants("a.py", SOURCE, "vjp_once")]
    assert len({*sources, ast.unparse(ast.parse(SOURCE))}) == len(sources) + 1


def test_a_change_names_the_line_that_it_changes():
    assert {each.line for each in mutants("a.py", SOURCE, "vjp_once") if each.change == "dim=0 → dim=-1"} == {10}


def test_the_same_are_chosen_each_time_and_no_sort_crowds_out_another():
    found = list(mutants("a.py", SOURCE, "vjp_once"))
    chosen = sampled(found, len(SOME), "vjp_once")
    assert chosen == sampled(iter(found), len(SOME), "vjp_once")
    assert {each.sort for each in chosen} == SOME.keys()
    assert len(sampled(found, 5, "vjp_once")) == 5
