"""What a learner of lesson 08 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "08-negative",
        right="never",
        reveals={
            "never": "vᵀ G v = (J v)ᵀ H_L (J v), and a convex loss bends up along every vector, J v too. What H has"
            " beyond G is what can be negative.",
            "where vᵀ H v is": "H and G differ by the net's own bends times the slopes of the loss. Those can be"
            " negative, and they are just what G leaves out.",
            "far from a minimum": "There H may well be. But G asks only how the loss bends at the net's output, and a"
            " convex loss bends up everywhere.",
        },
    ),
    Prediction(
        "08-steps",
        right="about 20",
        reveals={
            "about 20": "Newton's step knows how the valley bends. Near the end each step takes two digits off the"
            " gradient, as many as the inner solve is asked for, and sometimes more.",
            "about 500": "That would be a good gradient method. Newton's step knows how the valley bends, and near the"
            " end each step takes two digits off the gradient.",
            "about 5,000": "A third of gradient descent's: no. It is not the same walk with longer steps; it knows how"
            " the valley bends.",
        },
    ),
    Prediction(
        "08-bill",
        right="1 gradient and some products",
        reveals={
            "1 gradient": "A gradient tells where down is. How f bends comes from products, one a step of the inner"
            " solve.",
            "1 gradient and some products": "One gradient, recorded, and a product through that record for each step of"
            " the inner solve; each costs a gradient or two more.",
            "N gradients": "That is Newton's step with H built, column by column. The inner solve mostly stops long"
            " before N products.",
        },
    ),
    Prediction(
        "08-ghosts",
        right="hardly at all",
        reveals={
            "hardly at all": "Each ghost takes its share of the weight of the one that it copies. Who asks how much"
            " lies where is told the same; who counts eigenvalues is not.",
            "it doubles there": "The nodes double. Their weights do not: together they weigh what one did.",
            "it is spoiled everywhere": "So one thought until Paige looked, in 1971: what rounding brings back is an"
            " eigenvalue that is there already.",
        },
    ),
)
