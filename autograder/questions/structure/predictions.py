"""What a learner of lesson 09 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "09-arrow",
        right="N",
        reveals={
            "2": "That is the transpose: a dense column in front of a diagonal. There all columns but the first may"
            " share a product. Here each column has a place in row 0, and there all of them meet.",
            "3": "A band of three places a row takes three. Here row 0 has N places, and no two columns that meet in it"
            " may share a product.",
            "N": "All columns meet in row 0. Forward mode saves nothing here; but the rows of this matrix take two"
            " colours, and rows are what reverse mode gives.",
        },
    ),
    Prediction(
        "09-random",
        right="that it is wrong",
        reveals={
            "nothing": "It says a good deal: with the true J it agrees to the last digits, for whatever vector. A wrong"
            " entry would have to cancel by chance.",
            "that it is wrong": "Two products are compared, J's own and that of your entries. They differ in the"
            " rows where something is wrong or missing. One product, and no J.",
            "which place is missing": "It names the rows, not the places: in a row all entries are added up. To find"
            " the place takes more products.",
        },
    ),
    Prediction(
        "09-memory",
        right="unrolled alone",
        reveals={
            "unrolled alone": "Each step that is differentiated leaves a record, kept until the pass back has been"
            " through it. The theorem asks of z only that it solves the equation: how it was found is forgotten.",
            "both": "The theorem's way never sees a step. It has z, one matrix and one vector.",
            "neither": "Reverse mode goes back over every step, so each must leave a record. It grows with the steps.",
        },
    ),
    Prediction(
        "09-curvature",
        right="wrong",
        reveals={
            "right too": "With E held, the last step is a straight line in M. Its slope is E's slope at that point, and"
            " a little to the side it still is the same: a line does not bend.",
            "wrong": "A right slope at one point says nothing of how it changes. With E held, the last step is a"
            " straight line in M, which does not bend at all. Second derivatives must be tested by themselves.",
            "right in forward mode": "Both modes differentiate the same function, the last step. That has a wrong"
            " curvature, whoever works it out.",
        },
    ),
)
