"""A budget and rules held against what the oracle's own meter heard.

Offers: `breaches` (of a budget), `bends` (of rules), a line each.
"""

from collections.abc import Callable, Iterator, Mapping

from autograder.mutants.meter import Heard
from autograder.questions import Budget, Rules

_EXTRA = 1  # evaluation of f, always allowed
_PRODUCTS = ("frr", "frt", "ftr", "ftt", "p", "pr", "pt")


def breaches(budget: Budget, heard: Heard, sizes: Mapping[str, int]) -> Iterator[str]:
    """Yield each bound that is passed."""
    back, vectors_back = _sweeps_back(heard.count), _sweeps_back(heard.vectors)
    pushed, vectors_pushed = heard.count("ft"), heard.vectors("ft")
    held = (
        ("evaluations of f", budget.forwards, heard.vectors("f") - _EXTRA),
        ("forward passes", budget.forward_passes, heard.count("f") - _EXTRA),
        ("backward passes", budget.backwards, back),
        ("vectors pulled back", budget.backward_vectors, vectors_back),
        ("vectors at once", budget.backward_width, heard.widest("fr")),
        ("tangent passes", budget.tangents, pushed),
        ("tangents", budget.tangent_vectors, vectors_pushed),
        ("passes", budget.sweeps, back + pushed),
        ("vectors in all", budget.sweep_vectors, vectors_back + vectors_pushed),
        ("products", budget.products, heard.vectors(*_PRODUCTS)),
        ("passes of products", budget.product_passes, heard.count(*_PRODUCTS)),
        ("gradients", budget.gradients, back - heard.count(*_PRODUCTS)),
    )
    for what, bound, found in held:
        if bound is not None and found > bound(sizes):
            yield f"{found} {what}, {bound(sizes)} are allowed"
    named = (budget.forwards, budget.forward_passes)
    bounded = (budget.tangents, budget.products, budget.product_passes, budget.backwards)
    if all(bound is None for bound in named) and any(bound is not None for bound in bounded):
        # The contract: f is evaluated once for each pass, and once besides.
        passes = sum(count for (kind, _), count in heard.passes.items() if kind != "f")
        if heard.count("f") > passes + _EXTRA:
            yield f"{heard.count('f')} evaluations of f for {passes} passes"


def _sweeps_back(count: Callable[..., int]) -> int:
    # What goes back over a way back goes on over f as well: the two are one.
    first, second = count("fr", "ftr"), count("frr")
    return max(first, second + 1) if second else first


def bends(rules: Rules, heard: Heard, used: set[str], sizes: Mapping[str, int]) -> Iterator[str]:
    """Yield each rule that is broken, but for what must be used, which one call alone may do."""
    for name in sorted(used):
        if any(name == rule or (rule.endswith(".") and name.startswith(rule)) for rule in rules.forbids):
            yield f"calls {name}"
    kinds = {kind for kind, _ in heard.passes}
    for letter in rules.kinds:
        if any(letter in kind[1:] for kind in kinds):
            yield f"a pass of the sort «{letter}»"
    if rules.shows and not kinds & set(rules.shows):
        yield f"no pass of the sort {', '.join(rules.shows)}"
    if rules.bars is not None and (found := rules.bars(heard.by_width(), tuple(used), sizes)):
        yield found
