"""What a learner of lesson 02 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "02-hellos",
        right="1",
        reveals={
            "1": "Python runs once. Inside, v looks like one vector and carries all four; each operation works on the"
            " whole batch.",
            "4": "You took vmap for a loop. A loop would run Python four times, and gain nothing. vmap runs it once, on"
            " a tensor that pretends to be a single vector.",
        },
    ),
    Prediction(
        "02-fair",
        right="smaller",
        reveals={
            "larger": "The fair loop is the faster opponent: it leaves out fifteen forwards. A lead over a faster"
            " opponent is smaller.",
            "the same": "That would be so if forwards cost nothing. In lesson 01 they were about half of the loop.",
            "smaller": "The tutorial's loop runs predict in every turn. Some of its 1.44 ms are forwards that nobody"
            " needed; vmap is credited with their absence.",
        },
    ),
    Prediction(
        "02-shape",
        right="(16, 16, 16)",
        reveals={
            "(16, 16)": "That is the weight's own shape, and that of one output's gradient. There are 16 outputs, each"
            " with such a gradient.",
            "(16, 16, 16)": "Output's shape first, argument's shape after: out.shape + arg.shape.",
            "(256, 16)": "Nothing is flattened, and outputs come first: the 16 in front counts outputs, then come the"
            " weight's own two axes.",
        },
    ),
    Prediction(
        "02-peak",
        right="over a hundred times",
        reveals={
            "as much": "J is what comes out. On the way the pass holds, for each of 128 vectors, all 1024 hidden"
            " values; J has only 16 numbers a row.",
            "ten times": "1024 hidden values against 16 inputs are 64 already, for one tensor of that size; several are"
            " alive at a time.",
            "over a hundred times": "128 vectors × 1024 hidden values are 64 times J, and a reverse pass holds several"
            " such tensors at a time.",
        },
    ),
    Prediction(
        "02-if",
        right="refused",
        reveals={
            "each its own": "That is what you would like, and what torch.where gives. A Python if is decided by Python,"
            " which runs once for the whole batch.",
            "first decides": "It would be an answer without an error, and wrong for half of the batch. vmap does not"
            " guess: it stops.",
            "refused": "One if, many truth values: no branch would be right for all, and vmap says so.",
        },
    ),
)
