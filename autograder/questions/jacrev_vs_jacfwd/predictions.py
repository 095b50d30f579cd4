"""What a learner of lesson 03 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "03-tangent",
        right="column",
        reveals={
            "row": "You expect a gradient, one number for each input. But t is used up: it says how the inputs move."
            " What comes out says how the outputs follow.",
            "column": "Only input 1 moves, so you see how each output follows it: column 1, a number for each output.",
            "both columns": "You expect as many columns as there are outputs, or inputs. One tangent is one way to"
            " move: J t is a vector, and here it is a single column.",
        },
    ),
    Prediction(
        "03-width",
        right="32",
        reveals={
            "32": "One unit tangent for each input, whatever the number of outputs. The reverse-mode pass would be 2048"
            " vectors wide.",
            "2048": "That is the width in reverse mode, one vector for each output. A tangent starts at an input.",
            "65536": "That is how many numbers J has. No pass computes them one by one: each of its vectors brings a"
            " whole row or column.",
        },
    ),
    Prediction(
        "03-square",
        right="rev",
        reveals={
            "fwd": "Both passes are 128 wide, and you expect the one without a walk back to be quicker. But every step"
            " of forward mode computes value and tangents side by side, at some cost of its own.",
            "rev": "Both passes are 128 wide, so no rule of widths decides. By the clock reverse mode is ahead there,"
            " by half or so: M = N is no sharp border.",
            "neither": "By widths, no. A clock counts more: each operation's fixed cost, and forward mode's rules have"
            " more of it here.",
        },
    ),
    Prediction(
        "03-no-grad",
        right="jacrev",
        reveals={
            "jacrev": "Reverse mode walks back over what was recorded, and inside no_grad nothing was. Forward mode"
            " carries its tangents along with the values, and never asks for a record.",
            "jacfwd": "You expect no_grad to stop tangents. It stops recording; tangents travel with the values, and"
            " need no record.",
            "both": "That would be the worst case: nothing would show. no_grad stops recording, which only reverse mode"
            " needs; detach would fool both.",
        },
    ),
)
