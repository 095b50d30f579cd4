"""The student's side: run an answer and write down plain facts. Nothing here judges.

The facts:

    evidence      what is written down of one answer, as plain data
    wire          the same as JSON, to cross to the grader's side
    outbox        how it leaves a kernel, by a way that no code of a student's can take

One answer on one question:

    watch         observes it: all of what follows
    given         what it is given, and whether it changed that
    capture       what it gave back; torch's global state is put back as it was
    earlier       whether a later call changed what an earlier one had given back
    raising       what it raised, and whose code raised it
    elsewhere     whether the tensors that it makes lie on x's device
    displayed     keeps what it displays from asking its reader or ending the kernel

What it costs:

    meter         counts passes, peak memory and FLOPs beneath every transform
    operations    what the meter needs to know of each of torch's operations
    mode          a dispatch mode without torch's slow wrapper around it
    shapes        shapes in forward mode, without torch's detour through Python
    heap          keeps garbage collection quick, so that peaks are quick to take
    trace         which of torch's transforms it called
    transforms    the table by which `trace` knows them
    programs      keeps functions that torch records as programs out of the trace
    stopwatch     its times beside those of the baselines

Whether it can be believed:

    seal          whether our own code was replaced meanwhile
    threads       whether threads of its own work for it

For a learner, beside all this:

    onlooker      says how far a check is, ends what is endless, keeps what is printed
    printed       the first lines that it prints
    memory        a bound on its memory

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
