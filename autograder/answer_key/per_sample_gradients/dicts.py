"""Results that are dicts of tensors, told by what a mistake makes of the right one.

Offers: `gives`, which makes detectors; `without` and `beside` (names that are missing or too many).
"""

from collections.abc import Callable, Iterator, Mapping

from torch import Tensor, nn

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected
from autograder.observe.evidence import Result

Named = Mapping[str, Tensor]


def gives(*makes: Callable[[Expected], Named | None]) -> Callable[[Case], bool]:
    """Look for what a mistake gives in all that is wrong; one call at least must tell it from what is right.

    A maker returns None where the call can't tell.
    """
    return lambda case: any(_gives(case, make) for make in makes)


def _gives(case: Case, make: Callable[[Expected], Named | None]) -> bool:
    told = False
    for seen, expected in case.wrong():
        mistaken = make(expected)
        if mistaken is None:
            continue
        if seen.raised or not _alike(seen.result, mistaken):
            return False
        told = told or not _alike(expected.result, mistaken, loosely=False)
    return told


def _alike(result: Result, other: Named, loosely: bool = True) -> bool:
    if not isinstance(result, dict) or set(result) != set(other):
        return False
    pairs = [(result[name], other[name]) for name in other]
    return all(isinstance(one, Tensor) and equal_to(one, two, loosely) for one, two in pairs)


def without(case: Case, names: Callable[[nn.Module], set[str]]) -> bool:
    """Tell whether every wrong dict lacks just those of its model's names, and has all the others."""
    lacking = [set(e.result) - result == names(e.args[0]) != set() for result, e in _names(case)]
    return bool(lacking) and all(lacking)


def beside(case: Case, names: Callable[[nn.Module], set[str]]) -> bool:
    """Tell whether every wrong dict has some of those names beside all that are asked."""
    more = [bool(extra := result - set(e.result)) and extra <= names(e.args[0]) for result, e in _names(case)]
    return bool(more) and all(more)


def _names(case: Case) -> Iterator[tuple[set[str], Expected]]:
    return ((set(seen.result) if isinstance(seen.result, dict) else set(), e) for seen, e in case.wrong())


def frozen_names(model: nn.Module) -> set[str]:
    """Name the parameters that ask for no gradient."""
    return {name for name, each in model.named_parameters() if not each.requires_grad}


def buffer_names(model: nn.Module) -> set[str]:
    """Name what a module keeps that is no parameter."""
    return {name for name, _ in model.named_buffers()}


def second_names(model: nn.Module) -> set[str]:
    """Name the parameters that have another name, too."""
    return {name for name, _ in model.named_parameters(remove_duplicate=False)} - dict(model.named_parameters()).keys()
