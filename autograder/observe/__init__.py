"""The student's side: run an answer and write down plain facts. Nothing here judges.

    evidence     the facts, as plain data; `wire` takes them across to the grader's side as JSON
    watch        one answer on one question: all that is observed
    capture      what it gave back, and torch's state put back as it was; `given`, what it did to its arguments
    meter        passes, peak memory and FLOPs; `mode`, `shapes`, `programs` and `heap` make that quick
    trace        which transforms it called, by the table in `transforms`
    stopwatch    its times beside those of the baselines
    elsewhere    whether what it makes lies where x does
    onlooker     ends what is endless and keeps what is printed, for a learner: `memory`, `printed`, `raising`
    seal         whether code of ours was replaced meanwhile; `threads`, whether others work for it
    outbox       the way out of a kernel that evidence takes

Offers: `observe`, `Evidence` and its parts, and the way across (`to_json`, `from_json`).
"""

import warnings

from autograder.observe.evidence import Cost, Evidence, Observation, Other, Outside, Raised, Timings, tensors_of
from autograder.observe.heap import settle_for_good, settled_heap
from autograder.observe.seal import sealed
from autograder.observe.watch import observe, run_call
from autograder.observe.wire import EVIDENCE_MIME, MAX_BYTES, MalformedEvidence, from_json, to_json

# With the first tangent torch scripts decompositions of its own, and torch 2.14 warns of that (FutureWarning). Neither
# a learner nor a grader could do anything about it.
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
