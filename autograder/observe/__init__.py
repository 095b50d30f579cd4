"""The student's side: run an answer and write down plain facts. Nothing here judges.

Offers: `observe`, `Evidence` and its parts, and the way across (`to_json`, `from_json`).
"""

import warnings

from autograder.observe.evidence import Cost, Evidence, Observation, Other, Outside, Raised, Timings, tensors_of
from autograder.observe.heap import settle_for_good, settled_heap
from autograder.observe.seal import sealed
from autograder.observe.watch import observe, run_call
from autograder.observe.wire import EVIDENCE_MIME, MAX_BYTES, MalformedEvidence, from_json, to_json

# The first tangent has torch script decompositions of its own, and torch 2.14 shows whoever runs it a FutureWarning of
# that: it is nothing that a learner, or who grades, could mend.
warnings.filterwarnings("ignore", "`torch.jit")

__all__ = [
    "EVIDENCE_MIME",
    "MAX_BYTES",
    "Cost",
    "Evidence",
    "MalformedEvidence",
    "Observation",
    "Other",
    "Outside",
    "Raised",
    "Timings",
    "from_json",
    "observe",
    "run_call",
    "sealed",
    "settle_for_good",
    "settled_heap",
    "tensors_of",
    "to_json",
]
