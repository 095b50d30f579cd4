"""What an answer leaves in its result that costs nothing: `GRAPH`."""

from autograder.answer_key.key import Mistake

GRAPH = Mistake(
    "graph-for-nothing",
    "remark",
    lambda case: any(seen.graph for seen, _ in case.pairs),
    "Your result carries a graph of its own.",
    "It keeps everything inside alive as long as the result lives, and nobody asked to go back through it.",
    "Give no `create_graph=True` to the last pass, or return `.detach()`.",
)
