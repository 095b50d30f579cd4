"""What a learner of lesson 07 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "07-closure",
        right="zeros",
        reveals={
            "the Jacobian": "So one would wish. But w is an argument that nobody reads: the model looks its weight up"
            " in itself, and there it is a constant.",
            "zeros": "The function takes w and never looks at it: the model reads its own weight. A constant's"
            " derivative is zero, and no message says that you asked for something else.",
            "an error": "Nothing is wrong in torch's eyes: a function may ignore its argument. That is what makes this"
            " mistake dear.",
        },
    ),
    Prediction(
        "07-shape",
        right="(B, C, H)",
        reveals={
            "(C, H)": "That is the batch's gradient, in which the samples are added up. Here they are kept apart.",
            "(B, C, H)": "The parameter's own shape with the samples in front: entry b is what sample b alone would ask"
            " of this weight.",
            "(B, C · H)": "Nothing flattens it: a gradient has the shape of what it is taken by.",
        },
    ),
    Prediction(
        "07-vectors",
        right="B²",
        reveals={
            "B": "There are B losses, so B cotangents. But each of them is pulled back through the whole batch of B"
            " samples, of which all but one get zeros: B · B vectors go through the model.",
            "2B": "A factor of two would hardly show. Each of the B cotangents drags all B samples along.",
            "B²": "B cotangents, and each is pulled back through all B samples, although only one of these has anything"
            " to do with it. All the rest are zeros, multiplied at full price.",
        },
    ),
    Prediction(
        "07-mean",
        right="no",
        reveals={
            "yes": "Take one long gradient to the right and a short one to the left: clipped, both weigh the same, and"
            " the mean may even change its direction. The mean of what is clipped is not the mean, clipped.",
            "no": "Each is cut to the bound by itself before they are averaged: a long one loses more than a short one,"
            " and the mean turns towards those that were not cut.",
        },
    ),
)
