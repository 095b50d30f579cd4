"""What a learner of lesson 05 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "05-pairs",
        right="(64, 33, 64, 31)",
        reveals={
            "(64, 33, 31)": "That is what you want, and not what you asked. vmap(f) takes 64 · 31 numbers and gives"
            " 64 · 33: jacrev differentiates each of these by each of those, without knowing which belong together.",
            "(64, 33, 64, 31)": "Output shape, then input shape: jacrev knows no batch. Of the 64 · 64 blocks only 64"
            " can be other than zero.",
            "(33, 31)": "You expect the samples to be added up. That is what the gradient of a summed loss by shared"
            " weights does. Here each sample's own x is asked about.",
        },
    ),
    Prediction(
        "05-sum",
        right="its own",
        reveals={
            "everyone's": "The outputs were added, yes. But the derivative is taken by row 5 of X, and of all the"
            " outputs that were added only those of row 5 move with it.",
            "its own": "Row 5 of X moves row 5 of f(X) alone. In the sum all other terms stand still.",
            "an average": "An average would divide by B. So would a mean; a sum adds, and adds only zeros.",
        },
    ),
    Prediction(
        "05-norm",
        right="nearly zero",
        reveals={
            "the same as before": "The trick stands on one assumption: that other rows stand still. Batch norm takes"
            " its mean and its variance from all rows.",
            "nearly zero": "Batch norm makes every column of its output sum to zero, wherever the inputs go. The"
            " derivative of a constant is zero, up to rounding.",
            "an error": "Every shape is right, so nothing complains. That is what makes it worth knowing.",
        },
    ),
    Prediction(
        "05-memory",
        right="33 GB",
        reveals={
            "8 MB": "That is vmap(hessian(f)): 64 · 33 · 31 · 31 numbers. The other order pairs each sample with each"
            " sample, twice.",
            "520 MB": "You multiplied by 64 once. There are two derivatives, and each of them brings a batch axis.",
            "33 GB": "64³ · 33 · 31² numbers of 4 bytes, of which one in 64² can be other than zero.",
        },
    ),
)
