"""Products that were altered: a damped matrix, a direction brought to length 1, a derivative taken at another point.

Offers: `damped` and `normalised`, given what multiplies the damping and the results of unit vectors; `at_the_origin`.
"""

from collections.abc import Callable

from torch import Tensor

from autograder.answer_key.key import Case, Expected, Mistake

# A smaller factor of damping can't be told from rounding.
_LEAST = 1e-7
# By an entry's bytes: how far a result may be from a multiple of the direction, as a share of its largest entry.
_OF_THE_RESULT = {8: 1e-9, 4: 1e-5}
_ALIKE = 1e-3  # factors that are no further apart, as a share, are the same one


def damped(along: Callable[[Expected], Tensor], matrix: str = "H", added: str = "a multiple of v") -> Mistake:
    """Return the mistake of adding c times `along` to every result, for one c; `matrix` and `added` name them."""

    def factors(case: Case) -> list[float]:
        found = []
        for seen, expected in case.wrong():
            if not isinstance(seen.result, Tensor) or seen.result.shape != expected.result.shape:
                return []
            more, direction = (part.double() for part in (seen.result - expected.result, along(expected)))
            factor = float((more * direction).sum() / direction.square().sum())
            size = expected.result.double().abs().max() + more.abs().max()
            near = _OF_THE_RESULT.get(seen.result.element_size(), _OF_THE_RESULT[4])
            if float((more - factor * direction).abs().max()) > near * size:
                return []
            if seen.result.element_size() == 8:  # float32 rounds a small factor away
                found.append(factor)
        return found

    def shows(case: Case) -> bool:
        found = factors(case)
        return len(found) > 1 and abs(found[0]) > _LEAST and all(abs(each / found[0] - 1) < _ALIKE for each in found)

    return Mistake(
        "damping-added",
        "value",
        shows,
        f"What you gave is that of {matrix} + c I, for some c: {added} too much.",
        f"Optimisers add such damping so that {matrix} can be inverted. It moves every eigenvalue by c, and the trace"
        " by c N.",
        f"Leave it out: asked is {matrix} alone.",
    )


def normalised(shorter: Callable[[Expected], Tensor | None]) -> Mistake:
    """Return the mistake of bringing a direction to length 1; `shorter` is the result that this gives."""

    def of_any_length(e: Expected) -> Tensor | None:
        found = shorter(e)
        return found if found is not None and found.isfinite().all() else None  # of length 0 anything may come

    return Mistake(
        "direction-normalised",
        "value",
        lambda case: case.gives(of_any_length),
        "You gave the product with v / ‖v‖.",
        "A product is linear in v: half the length, half the result. What `norm` has divided is missing in it.",
        "Take v as it is given.",
    )


def at_the_origin(there: Callable[[Expected], Tensor | None], point: str = "x") -> Mistake:
    """Return the mistake of differentiating at 0; `there` is the result that this gives, None where it can't tell."""
    return Mistake(
        "taken-at-the-origin",
        "value",
        lambda case: case.gives(there),
        f"A derivative was taken at 0, not at {point}.",
        "A linear function has the same one at `zeros_like` as everywhere, and a test with such a function passes. What"
        " bends has another one at each point.",
        f"Let {point} itself be the point that you hand to the transform.",
    )
