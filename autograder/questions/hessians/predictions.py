"""What a learner of lesson 04 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "04-shape",
        right="(2, 3, 3)",
        reveals={
            "(3, 3)": "That is the Hessian of one output. There are two, and each is curved in its own way.",
            "(2, 3, 3)": "Outputs first, then one axis for each time that x was differentiated: a Hessian for each"
            " output.",
            "(6, 6)": "You expect outputs and inputs to be paired. But the inputs are differentiated twice,"
            " the outputs not at all.",
        },
    ),
    Prediction(
        "04-vector",
        right="fwd_rev",
        reveals={
            "fwd_rev": "The inner reverse pass has M rows, few; the outer forward pass pushes N tangents through all"
            " of it. f's record becomes N wide, and stays until the inner way back has used it. Reverse"
            " mode outside would send M · N rows back.",
            "rev_rev": "You expect reverse mode to be right for both levels. But the function that the outer level"
            " differentiates has M · N outputs, all rows of a Jacobian: that is a tall one.",
            "fwd_fwd": "No record is kept, so this is not a bad guess: it comes second here, and is the only one that"
            " does not go on growing with f's depth. But N · N tangents go through f at once.",
            "rev_fwd": "This is the dearest: N tangents are recorded on their way, and M · N rows walk back over all"
            " of them.",
        },
    ),
    Prediction(
        "04-scalar",
        right="rev_rev",
        reveals={
            "fwd_rev": "That is what `hessian` does, and what was best above. But look at the outer level again: the"
            " gradient has N outputs and N inputs. It is square, and for this net forward mode's value and tangent side"
            " by side take half as much again. On other f it is as much, or twice; and with a softmax inside a little"
            " less.",
            "rev_rev": "The gradient has N outputs and N inputs, a square: widths decide nothing. For this net walking"
            " back takes less than carrying value and tangent side by side; for a few f it takes a little more.",
            "no difference": "Widths alone say so: N rows or N tangents. But forward mode carries a value and a"
            " tangent through each step of the way back, and for this net that is more.",
        },
    ),
    Prediction(
        "04-relu",
        right="zero",
        reveals={
            "small": "You expect a bent function to be a little curved. All of its bend sits in the kinks,"
            " and no point that you draw lies on one.",
            "zero": "Between its kinks a ReLU network is a flat piece of a plane. Flat has no curvature, exactly."
            " A loss on top of it has some.",
            "an error": "ReLU has no second derivative at its kink. PyTorch says nothing of that, and takes 0.",
        },
    ),
    Prediction(
        "04-norm",
        right="nan",
        reveals={
            "0": "Two of the four say so, those with forward mode outside. A number that looks right is no proof: the"
            " norm has no curvature at 0 that one could name.",
            "nan": "On its way back over a way back it divides zero by zero. That is the honest answer of the two:"
            " at 0 the norm has a kink.",
            "infinite": "The true curvature does grow without end as x comes near 0. At 0 itself reverse mode meets"
            " 0 / 0.",
        },
    ),
)
