"""What a learner of lesson 01 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "01-ones",
        right="sum",
        reveals={
            "row": "You expect a gradient to belong to one output. But v = (1, 1) names both outputs, equally:"
            " nothing in it points at the first one. Which v would?",
            "sum": "v = (1, 1) takes one of each row and adds them. Every gradient of a summed loss that you ever took"
            " was such a sum of rows.",
            "both": "You expect M rows back. A reverse pass carries one vector of length M in, and brings one vector of"
            " length N out: there is no room for two rows.",
        },
    ),
    Prediction(
        "01-forwards",
        right="17",
        reveals={
            "1": "That is what it should be. But each call of one_row evaluates f for itself, and keeps no record.",
            "16": "Nearly: one evaluation for each of 16 rows. Look for one more, which only asks how long f(x) is.",
            "17": "One for each of 16 rows, and one more only to learn how many rows there are."
            " All of them compute the same y.",
        },
    ),
    Prediction(
        "01-half",
        right="half",
        reveals={
            "hardly": "You expect reverse passes to be so dear that forwards hide behind them. For layers like these a"
            " reverse pass does about the same multiplications as the forward: each row pays for both.",
            "half": "A row cost one forward and one reverse pass, about as dear as each other. Now it costs the reverse"
            " pass alone. A little less is saved than half: each pass has some fixed work too.",
            "to almost nothing": "You took the forwards for all of the cost. They vanish, all but one; the M reverse"
            " passes stay. Lesson 02 sends them through together; their arithmetic stays even then.",
        },
    ),
    Prediction(
        "01-step",
        right="grows",
        reveals={
            "shrinks": "On paper, yes: the formula's own error falls like the square of h. In a computer, f(x + hu) and"
            " f(x - hu) share nearly all their digits, and their difference keeps only the last, wrong ones.",
            "stays": "You expect a least possible error, reached and kept. But rounding errors of a fixed size"
            " are divided by 2h, and h shrinks.",
            "grows": "Two nearly equal numbers are subtracted, and what is left of rounding is divided by an ever"
            " smaller 2h.",
        },
    ),
)
