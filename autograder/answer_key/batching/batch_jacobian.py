"""Key to `batch_jacobian`."""

from autograder.answer_key.batching.kept import keeps_an_f
from autograder.answer_key.batching.torch_messages import F_SEES_THE_BATCH, GRAPHS, UNDER_VMAP
from autograder.answer_key.batching.wasted_work import CHUNKS, DIAGONAL, EACH_OUTPUT, LOOP, PULLED_ONE_BY_ONE, REMARKS
from autograder.answer_key.batching.wrong_results import JACOBIANS
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry
from autograder.questions.batching.batch_jacobian import mapped_jacobians_on_the_diagonal

_MISTAKES = (
    *UNDER_VMAP,
    F_SEES_THE_BATCH,
    *JACOBIANS,
    *GRAPHS,
    LOOP,
    PULLED_ONE_BY_ONE,
    EACH_OUTPUT,
    CHUNKS,
    DIAGONAL,
    keeps_an_f(mapped_jacobians_on_the_diagonal),
    *REMARKS,
)

ENTRY = Entry(mapped_jacobians_on_the_diagonal, _MISTAKES, tensor, signature="batch_jacobian(f, X)")
