"""Key to `as_function`: a model's loss as a function of one vector, asked under every transform."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from torch import Tensor, nn

from autograder.answer_key.compare import Discrepancy, described, entries, equal_to, tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.per_sample_gradients.by_hand import as_one_vector
from autograder.answer_key.per_sample_gradients.dicts import frozen_names, second_names
from autograder.answer_key.per_sample_gradients.left_in_model import MODEL, STATE_DICT
from autograder.answer_key.per_sample_gradients.other_functions import OTHER_FUNCTIONS
from autograder.questions.per_sample_gradients.as_function import THETA, WATCHED


def asked(result: Any, expected: Any) -> Discrepancy | None:
    """Compare what came of f and theta; where there was no such pair, say so."""
    if not isinstance(result, dict):
        size = len(expected.result[THETA])
        found = described(result)
        return Discrepancy(
            "type", f"expected a pair (f, theta), a function and a tensor of shape ({size},), got {found}"
        )
    fault = tensor(result.get(THETA), replace(expected, result=expected.result[THETA]))
    return Discrepancy(fault.kind, f"theta: {fault.says}") if fault else entries(result, expected)


def _no_pairs(case: Case) -> bool:
    found = [seen.raised is None and not isinstance(seen.result, dict) for seen, _ in case.wrong()]
    return bool(found) and all(found)


NO_PAIR = Mistake(
    "no-pair",
    "value",
    _no_pairs,
    "What came back is not a pair of a function and a vector.",
    "The two belong together: f takes what theta is, and theta says where the model stands now.",
    "End with `return f, theta`.",
    form=True,
)


def _watched(case: Case) -> bool:
    found = [isinstance(seen.result, dict) and seen.result.get(WATCHED) is True for seen, _ in case.wrong()]
    return bool(found) and all(found)


F_GIVES_NOTHING = Mistake(
    "f-gives-nothing",
    "value",
    lambda case: (
        case.first_raised is not None and case.first_raised.line is None and case.raised("'NoneType' object is")
    ),
    "f gives nothing back: what it should give is None.",
    "A function without a `return` gives None, and of that nothing can be differentiated.",
    "Let f end with `return loss_fn(…)`, the loss at the theta that it is given.",
    form=True,
)
THETA_WATCHED = Mistake(
    "theta-requires-grad",
    "value",
    _watched,
    "theta requires grad: it still hangs on the model's parameters.",
    "`parameters_to_vector`, or `torch.cat` of the parameters as they are, records where the numbers came from: a"
    " backward pass would go on into the model, and theta is no leaf.",
    "Join what is detached: `p.detach()` of each parameter.",
)


def _no_path(case: Case) -> bool:
    return case.raised("appears to not have been used", "does not require grad")


def _writes(case: Case) -> bool:
    return any(
        "vector_to_parameters" in name or "load_state_dict" in name for seen, _ in case.pairs for name in seen.used
    )


THETA_NOT_SEEN = Mistake(
    "theta-not-seen",
    "value",
    lambda case: _no_path(case) and not _writes(case),
    "f gives a number that does not hang on theta, as far as autograd can tell.",
    "The model is asked at its own parameters, or theta's numbers reach it detached: by `.data`, under `no_grad`, or by"
    " a copy.",
    "Let the model be called with tensors that were cut out of theta, and with nothing else: `functional_call`.",
)
WRITES_INTO_MODEL = Mistake(
    "writes-into-model",
    "value",
    lambda case: _no_path(case) and _writes(case),
    "f writes theta's numbers into the model, and its value no longer hangs on theta.",
    "`vector_to_parameters` and `load_state_dict` set `.data`: for autograd the parameters are what they were before."
    " Under `torch.func.grad` it is worse, and leaves tensors of a transform that is over in your model.",
    "Leave the model alone: `functional_call(model, parameters, (X,))` runs it at other parameters.",
)


def _theta(case: Case, is_that: Callable[[Tensor, Expected], bool]) -> bool:
    """Tell whether every wrong theta is of a certain sort; a call may raise for its sake."""
    found = [
        isinstance(seen.result, dict) and isinstance(theta := seen.result.get(THETA), Tensor) and is_that(theta, e)
        for seen, e in case.wrong()
        if not seen.raised
    ]
    return bool(found) and all(found)


def _numel(model: nn.Module, names: set[str]) -> int:
    return sum(each.numel() for name, each in model.named_parameters(remove_duplicate=False) if name in names)


def _short_of_frozen(theta: Tensor, e: Expected) -> bool:
    missing = _numel(e.args[0], frozen_names(e.args[0]))
    return 0 < missing == len(e.result[THETA]) - theta.numel()


def _too_long(theta: Tensor, e: Expected) -> bool:
    twice = _numel(e.args[0], second_names(e.args[0]))
    kept = sum(each.numel() for each in e.args[0].buffers())
    return theta.numel() - len(e.result[THETA]) in {twice, kept} - {0}


def _in_other_order(theta: Tensor, e: Expected) -> bool:
    right = e.result[THETA]
    return (
        theta.shape == right.shape
        and not equal_to(theta, right)
        and equal_to(theta.sort().values.to(right.dtype), right.sort().values)
    )


FROZEN_LEFT_OUT = Mistake(
    "frozen-left-out",
    "value",
    lambda case: _theta(case, _short_of_frozen),
    "theta lacks the parameters that do not require grad.",
    "To freeze a weight is to tell an optimiser to leave it. f is a function of all parameters: who asks for a Hessian"
    " by a frozen one must get it.",
    "Take every one of `named_parameters()`, whatever its flag.",
)
MORE_THAN_PARAMETERS = Mistake(
    "more-than-parameters",
    "value",
    lambda case: _theta(case, _too_long),
    "theta is longer than the model has parameters.",
    "Buffers came along, or a tied weight under both of its names: two entries of theta for one number, so that the"
    " derivative by either is not what a step on the weight does.",
    "Take `named_parameters()` as it is: each parameter once.",
)
OTHER_ORDER = Mistake(
    "other-order",
    "value",
    lambda case: _theta(case, _in_other_order),
    "theta has the right numbers in another order.",
    "Whoever reads a gradient by theta must know which entry belongs to which weight: it is the order of"
    " `named_parameters()`, each flattened by rows.",
    "Join them in that order, `p.reshape(-1)` of each.",
)


def _shares(case: Case) -> bool:
    """Only what was done to theta afterwards shows: in the model, and nothing else is wrong."""
    changed = [change for seen, _ in case.pairs for change in seen.changed]
    return (
        bool(changed) and not any(case.wrong()) and not any(name.endswith((".grad", ".training")) for name in changed)
    )


THETA_IS_A_VIEW = Mistake(
    "theta-shares-memory",
    "value",
    _shares,
    "Whoever writes into theta writes into the model: the two share memory.",
    "`p.detach().reshape(-1)` is a view, and a model of one parameter needs no `cat` that would copy it.",
    "Let theta have memory of its own: `torch.cat` makes it, and so does `.clone()`.",
)


def _evaluated_when_built(case: Case) -> bool:
    told = [cost.vectors("f") for cost, e in case.costs() if e.call.sizes["evaluations"] == 0]
    return "forwards" in case.over and any(told)


EVALUATED_WHEN_BUILT = Mistake(
    "evaluated-when-built",
    "cost",
    _evaluated_when_built,
    "The model was evaluated while f was built.",
    "Nothing about f needs a value: shapes and names of the parameters can be read off the model itself.",
    "Call the model inside f alone.",
)


NO_TENSOR = Mistake(
    "f-gives-no-tensor",
    "value",
    lambda case: case.raised("'float' object is not iterable", "Tensor, got <class 'float'>", "got <class 'NoneType'>"),
    "f gives back something other than a 0-D tensor.",
    "`.item()` and `float()` make a number of Python's, which has forgotten where it came from: no transform can"
    " differentiate it.",
    "Let f return what the loss gives, a tensor of shape ().",
)


def _one_by_one(case: Case) -> bool:
    forwards = [cost.passes.get("f", {}) for cost, _ in case.costs()]
    return "forwards" in case.over and any(set(widths) == {1} and sum(widths.values()) > 1 for widths in forwards)


ONE_BY_ONE = Mistake(
    "loop-over-samples",
    "cost",
    lambda case: _one_by_one(case) and not _evaluated_when_built(case),
    "f hands the samples to the model one at a time.",
    "The model maps a batch as it is, (B, N) → (B, C), in one pass.",
    "Call the model once, with all of X: `functional_call(model, parameters, (X,))`.",
)


def _changes_the_model(mistake: Mistake) -> Mistake:
    """Have what is left in the model told only where it is not theta that did it."""
    return replace(mistake, shows=lambda case: mistake.shows(case) and not _no_path(case))


_MISTAKES = (
    NO_PAIR,
    F_GIVES_NOTHING,
    THETA_WATCHED,
    THETA_NOT_SEEN,
    WRITES_INTO_MODEL,
    STATE_DICT,
    FROZEN_LEFT_OUT,
    MORE_THAN_PARAMETERS,
    OTHER_ORDER,
    THETA_IS_A_VIEW,
    EVALUATED_WHEN_BUILT,
    NO_TENSOR,
    ONE_BY_ONE,
    *OTHER_FUNCTIONS,
    *map(_changes_the_model, MODEL[:3]),
)

ENTRY = Entry(as_one_vector, _MISTAKES, asked, signature="as_function(model, loss_fn, X, y)")
