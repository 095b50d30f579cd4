"""What the oracle's own meter counted, compared with a question's budget and rules.

Offers: `breaches` (of a budget), `bends` (of rules), a line each.
"""

from collections.abc import Callable, Iterator, Mapping

from autograder.mutants.meter import Counted
from autograder.questions import Budget, Rules

_EXTRA = 1  # one evaluation of f more is always allowed
_PRODUCTS = ("frr", "frt", "ftr", "ftt", "p", "pr", "pt")


def breaches(budget: Budget, counted: Counted, sizes: Mapping[str, int]) -> Iterator[str]:
    """Yield each bound that is exceeded, or fallen short of."""
    back, vectors_back = _sweeps_back(counted.count), _sweeps_back(counted.vectors)
    pushed, vectors_pushed = counted.count("ft"), counted.vectors("ft")
    bounds = (
        ("evaluations of f", budget.forwards, counted.vectors("f") - _EXTRA),
        ("forward passes", budget.forward_passes, counted.count("f") - _EXTRA),
        ("backward passes", budget.backwards, back),
        ("vectors pulled back", budget.backward_vectors, vectors_back),
        ("vectors at once", budget.backward_width, counted.widest("fr")),
        ("vectors in one pass", budget.widest, max((width for _, width in counted.passes), default=0)),
        ("tangent passes", budget.tangents, pushed),
        ("tangents", budget.tangent_vectors, vectors_pushed),
        ("passes", budget.sweeps, back + pushed),
        ("vectors in all", budget.sweep_vectors, vectors_back + vectors_pushed),
        ("products", budget.products, counted.vectors(*_PRODUCTS)),
        ("passes of products", budget.product_passes, counted.count(*_PRODUCTS)),
        ("gradients", budget.gradients, back - counted.count(*_PRODUCTS)),
    )
    for what, bound, found in bounds:
        if bound is not None and found > bound(sizes):
            yield f"{found} {what}, {bound(sizes)} are allowed"
    products = counted.vectors(*_PRODUCTS)
    if budget.needed is not None and 0 < products < budget.needed(sizes):
        yield f"{products} products, which is a built matrix"
    named = (budget.forwards, budget.forward_passes)
    bounded = (budget.tangents, budget.products, budget.product_passes, budget.backwards)
    if all(bound is None for bound in named) and any(bound is not None for bound in bounded):
        # The contract: f is evaluated once for each pass, and once besides. A product goes through f several times, as
        # the pass back, the tangent and their product that it is made of, on one evaluation.
        passes = max(back, pushed, counted.count(*_PRODUCTS))
        if budget.gradients is not None:
            passes = sum(count for (kind, _), count in counted.passes.items() if kind != "f")
        if counted.count("f") > passes + _EXTRA:
            yield f"{counted.count('f')} evaluations of f for {passes} passes"


def _sweeps_back(count: Callable[..., int]) -> int:
    # A pass back through a backward pass goes on back through f, and is counted at both: the two are one.
    first, second = count("fr", "ftr"), count("frr")
    return max(first, second + 1) if second else first


def bends(rules: Rules, counted: Counted, used: set[str], sizes: Mapping[str, int]) -> Iterator[str]:
    """Yield each rule that a call breaks; what must be used at least once is asked of all calls together, elsewhere."""
    for name in sorted(used):
        if any(name == rule or (rule.endswith(".") and name.startswith(rule)) for rule in rules.forbids):
            yield f"calls {name}"
    kinds = {kind for kind, _ in counted.passes}
    for letter in rules.kinds:
        if any(letter in kind[1:] for kind in kinds):
            yield f"a pass of the sort «{letter}»"
    if rules.shows and not kinds & set(rules.shows):
        yield f"no pass of the sort {', '.join(rules.shows)}"
    if rules.bars is not None and (found := rules.bars(counted.by_width(), tuple(used), sizes)):
        yield found
