"""Key to lesson 02: references, and the VMAP mistakes that show in a Jacobian.

The mistakes of the three functions to be mended are in `repairs.py`.
"""

from autograder.answer_key.compare import parts, tensor
from autograder.answer_key.key import Entry
from autograder.answer_key.vmap_vjp.chunks import CHUNKS, rows_in_chunks, rows_in_written_chunks
from autograder.answer_key.vmap_vjp.jacrev import JACREV, jacrev_by_vjp
from autograder.answer_key.vmap_vjp.repairs import ENTRIES as REPAIRS
from autograder.answer_key.vmap_vjp.shared import BY_VMAP
from autograder.questions.vmap_vjp.lesson import rows_by_vmap

ENTRIES = {
    "jacobian_by_vmap": Entry(rows_by_vmap, BY_VMAP, tensor),
    "my_jacrev": Entry(jacrev_by_vjp, JACREV, parts),
    "jacobian_in_chunks": Entry(rows_in_chunks, CHUNKS, tensor, leanest=(rows_in_written_chunks,)),
    **REPAIRS,
}
