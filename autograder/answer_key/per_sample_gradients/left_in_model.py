"""What an answer leaves in the model that it was given: gradients, flags, another mode. Each costs the value.

Offers: `MODEL`; `STATE_DICT`, `TARGETS_CONVERTED` and `SAMPLE_ALONE`, which torch refuses by a message; `axis_lacking`.
"""

import re
from collections.abc import Iterator

from autograder.answer_key.key import Case, Mistake


def _changes(case: Case) -> Iterator[str]:
    return (change for seen, _ in case.pairs for change in seen.changed if change.startswith("model"))


def _only(case: Case, *endings: str) -> bool:
    """Tell whether a model changed, and in that alone."""
    found = list(_changes(case))
    return bool(found) and all(change.endswith(endings) for change in found)


_GRADIENT_LEFT = Mistake(
    "gradient-left-in-model",
    "value",
    lambda case: _only(case, ".grad"),
    "After the call the model's `.grad` is no longer what it was.",
    "`backward()` adds to what lies in each parameter's `.grad`, and `zero_grad()` throws away what the caller had"
    " there: the next step of an optimiser takes the wrong one.",
    "Ask `torch.autograd.grad` or `torch.func.grad`, which return gradients and leave none behind.",
)
_OTHER_MODE = Mistake(
    "model-in-another-mode",
    "value",
    lambda case: _only(case, ".training", "running_mean", "running_var", "num_batches_tracked"),
    "After the call the model is in another mode than before.",
    "`eval()` and `train()` are the caller's to choose; a model that trains with dropout off, or is tested with batch"
    " norm on, gives other numbers and no message.",
    "Leave the mode as it comes.",
)
_FLAG = Mistake(
    "model-flags-changed",
    "value",
    lambda case: _only(case, ".requires_grad"),
    "After the call parameters of the model require grad that did not, or the other way round.",
    "What the caller has frozen would be trained from now on, or what was to be trained would stand still.",
    "Take copies, `p.detach()`, and set no flag: `torch.func` needs none.",
)
_WRITTEN = Mistake(
    "model-written-into",
    "value",
    lambda case: (
        any(not change.endswith((".grad", ".training", ".requires_grad", "_tracked")) for change in _changes(case))
        and not _only(case, ".training", "running_mean", "running_var", "num_batches_tracked")
    ),
    "After the call the model has other numbers than before.",
    "`vector_to_parameters`, `load_state_dict`, `.data` and every `copy_` write into the caller's model. It is also no"
    " way to a derivative: what is written as data has forgotten where it came from.",
    "`functional_call(model, parameters, (X,))` runs the module at other parameters and leaves it alone.",
)
MODEL = (_GRADIENT_LEFT, _OTHER_MODE, _FLAG, _WRITTEN)


def _class_numbers_refused(case: Case) -> bool:
    """A loss looks its targets up, and was handed numbers that are no whole ones."""
    return case.raised("int64 for index", "scalar type Long but found")


TARGETS_CONVERTED = Mistake(
    "targets-converted",
    "value",
    _class_numbers_refused,
    "The loss was handed targets of another dtype than y has.",
    "The number of a class is a whole number, by which cross-entropy looks an output up. Others are real numbers.",
    "Hand y on as it comes: a sample's is `t[None]`.",
)
STATE_DICT = Mistake(
    "state-dict-for-parameters",
    "value",
    lambda case: (
        case.raised("got multiple values for keys", "floating point", "int64", "Long")
        and not _class_numbers_refused(case)
    ),
    "What was handed to the derivative is more than the model's parameters.",
    "`state_dict()` has buffers too, some of them whole numbers, and tied weights under both names.",
    "Take `model.named_parameters()`: each parameter once, and nothing else.",
)


def axis_lacking(case: Case, where_the_model_runs: bool) -> bool:
    """Tell whether an axis was asked for that is missing, on a line that runs the model or the loss, or on another."""
    first = case.first_raised
    if first is None or not case.raised("Dimension out of range", "expected 2D", "start_dim"):
        return False
    return bool(re.search(r"functional_call|model|loss|rest", first.line or "model")) == where_the_model_runs


SAMPLE_ALONE = Mistake(
    "sample-without-batch-axis",
    "value",
    lambda case: axis_lacking(case, where_the_model_runs=True),
    "The model or the loss was handed something that has lost its batch axis.",
    "Under `vmap` a sample is a vector, and its target a number; a model is made for batches. Some layers take a vector"
    " all the same, batch norm and a loss that looks at axis 1 do not.",
    "Give both a batch of one: `x[None]` and `y[None]`.",
)
