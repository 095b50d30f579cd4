"""Passes held against a budget and a method: those that a meter counted, and those of calls that no meter looked at.

Offers: `passes_over` (how a cost breaks a budget), `over_without_a_meter` (the calls that do where none was at work);
`of_another_sort` (the calls whose passes are none of those asked); `passes_in` a call, `passes_alone` (as a cost);
`BUILT`.
"""

from collections.abc import Iterator, Mapping

from autograder.answer_key import Case
from autograder.observe import Cost, Observation, tensors_of
from autograder.observe.evidence import Result
from autograder.questions import Budget
from autograder.questions.marker import PRODUCT

# One more evaluation of f, to learn M or a dtype, is always allowed.
EXTRA_FORWARDS = 1
# What was broken where the matrix was built for fewer products than vectors: that depends on sizes, not on a meter.
BUILT = "built"


def over_without_a_meter(case: Case) -> Iterator[tuple[Observation, str, str]]:
    """Yield each call without a meter that breaks the budget, with the bound's name and how it is broken.

    Calls in which the lesson's own way breaks the budget are left out: some run an answer more than once.
    """
    budget = case.question.budget
    for seen, expected in case.pairs:
        usual = expected.usual
        if seen.passes is None or any(passes_over(budget, passes_alone(usual.passes), usual.sizes)):
            continue
        for over, says in passes_over(budget, passes_alone(seen.passes), expected.call.sizes):
            yield seen, over, says


def of_another_sort(case: Case) -> Iterator[Observation]:
    """Yield the counted calls that show none of the kinds, and others that differentiate f, and never in that way."""
    shown = {*case.question.rules.shows}
    second = min(map(len, shown)) > 2
    for seen, expected in case.pairs:
        kinds = passes_in(seen).keys()
        # Where f is linear, nothing remains to be differentiated again.
        least = 3 if _is_nothing(expected.result) else 2
        astray = second and shown & expected.usual.passes.keys() and any(len(kind) >= least for kind in kinds)
        if not shown & kinds and (seen.cost is not None or astray):
            yield seen


def _is_nothing(result: Result) -> bool:
    tensors = tensors_of(result)
    return bool(tensors) and not any(bool(each.any()) for each in tensors)


def passes_in(seen: Observation) -> Mapping[str, Mapping[int, int]]:
    """Return the passes of a call, whether a meter was at work or not."""
    return seen.cost.passes if seen.cost else seen.passes or {}


def passes_alone(passes: Mapping[str, Mapping[int, int]]) -> Cost:
    """Return passes as a cost of nothing else."""
    return Cost(passes, peak=0, left=0, flops=0)


def passes_over(budget: Budget, counted: Cost, sizes: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield each bound of the budget that a cost breaks: its name, and a sentence with what was found and allowed."""
    matrix = "the matrix" if counted.count(PRODUCT) else "the Hessian"
    limits = (
        ("forwards", budget.forwards, EXTRA_FORWARDS, counted.vectors("f"), "evaluations of f"),
        ("forwards", budget.forward_passes, EXTRA_FORWARDS, counted.count("f"), "forward passes"),
        ("backwards", budget.backwards, 0, counted.backward_passes, "backward passes"),
        ("backwards", budget.backward_vectors, 0, counted.backward_vectors, "vectors pulled back"),
        ("width", budget.backward_width, 0, counted.widest("fr"), "vectors in the widest backward pass"),
        ("peak", budget.widest, 0, max(map(counted.widest, counted.passes), default=0), "vectors in one pass"),
        ("tangents", budget.tangents, 0, counted.tangent_passes, "tangent passes"),
        ("tangents", budget.tangent_vectors, 0, counted.tangent_vectors, "tangents pushed forward"),
        ("sweeps", budget.sweeps, 0, counted.backward_passes + counted.tangent_passes, "passes"),
        (
            "sweeps",
            budget.sweep_vectors,
            0,
            counted.backward_vectors + counted.tangent_vectors,
            "vectors in all passes",
        ),
        ("products", budget.products, 0, counted.products, f"products with {matrix}"),
        ("products", budget.product_passes, 0, counted.product_passes, f"passes that multiply with {matrix}"),
        ("gradients", budget.gradients, 0, counted.gradients, "gradients"),
    )
    for over, limit, extra, found, what in limits:
        if limit is not None and found > limit(sizes) + extra:
            yield over, f"{found} {what}, expected at most {limit(sizes) + extra}"
    if budget.needed is not None and 0 < counted.products < budget.needed(sizes):
        yield BUILT, f"{counted.products} products, no more than {matrix} has columns: it was built"
    if _names_passes_alone(budget):
        what, needed = _evaluations_needed(budget, counted)
        found, most = counted.vectors("f"), max(needed, 1) + EXTRA_FORWARDS
        if found > most:
            yield "forwards", f"{found} evaluations of f, expected at most {most}: one for each {what}, and one besides"


def _evaluations_needed(budget: Budget, counted: Cost) -> tuple[str, int]:
    """Return what the budget counts, in a word, and how many evaluations of f these may take: one each.

    A gradient beside them may have one too. Where the budget counts gradients as well, each pass of any kind may.
    """
    if budget.gradients is not None:
        return "pass", counted.sweeps_in_all
    if budget.product_passes is not None:
        return "pass of products", counted.product_passes + counted.gradients
    if budget.products is not None:
        return "product", counted.product_passes + counted.gradients
    if budget.tangents is not None:
        return "tangent pass", counted.tangent_passes + counted.gradients
    return "backward pass", counted.backward_passes


def _names_passes_alone(budget: Budget) -> bool:
    """Tell whether the budget bounds passes and no evaluations: then each pass may have one evaluation."""
    named = (budget.forwards, budget.forward_passes)
    bounded = (budget.tangents, budget.products, budget.product_passes, budget.backwards)
    return all(bound is None for bound in named) and any(bound is not None for bound in bounded)
