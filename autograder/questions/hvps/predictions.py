"""What a learner of lesson 06 says before running, and what each choice reveals."""

from autograder.questions.prediction import Prediction

PREDICTIONS = (
    Prediction(
        "06-first",
        right="the gradient",
        reveals={
            "the gradient": "A jvp gives the function's value and the value's derivative along v. The function is the"
            " gradient, so the value is the gradient. H v is the second of the two.",
            "H v": "That is the second of the two. It is the commonest slip of this lesson to take the first, and its"
            " shape is right, so nothing complains.",
            "f(x)": "That would be `jvp(f, …)`. Here the function that is pushed through is grad(f).",
        },
    ),
    Prediction(
        "06-cost",
        right="a few gradients",
        reveals={
            "a few gradients": "The gradient costs a few evaluations of f, whatever N. Pushing one tangent through it"
            " costs a few times that again, whatever N.",
            "N gradients": "That is the whole Hessian: a pass for each of N directions. You asked for one direction.",
            "half a Hessian": "Half of N times N is still N times too much. Symmetry saves a factor of two; asking for"
            " one direction saves a factor of N.",
        },
    ),
    Prediction(
        "06-vhp",
        right="the same numbers",
        reveals={
            "the same numbers": "H is symmetric, so a row times H is H times the column. The road differs: reverse"
            " mode for a row, forward mode for a column.",
            "the same, transposed": "A vector of shape (N,) has no transpose. And H is its own.",
            "others": "For a Jacobian they would be: v J and J v even have different lengths. But H is symmetric.",
        },
    ),
    Prediction(
        "06-leaner",
        right="reverse over reverse",
        reveals={
            "forward over reverse": "So says the tutorial. The argument: no record is kept of the outer pass. But every"
            " number on the way now comes with its tangent.",
            "reverse over reverse": "The outer pass does keep a record. But it need not carry a tangent beside each"
            " number, and here that weighs more.",
            "equal": "Both take a handful of vectors of length N, so this is a fair guess. The handfuls differ.",
        },
    ),
    Prediction(
        "06-rows",
        right="where H is diagonal",
        reveals={
            "always": "Row i of H adds up all that x_i does together with every other x_j. One product gives N sums,"
            " not N diagonal entries.",
            "where H is diagonal": "Then each row holds one number, and its sum is that number. That is the case for a"
            " sum of functions of one x each: most test functions one writes down in haste. (Elsewhere a row's other"
            " numbers would have to cancel.)",
            "never": "There is a case, and it is the trap: test it on sin(x).sum(), and the sums are right.",
        },
    ),
    Prediction(
        "06-probes",
        right="4 times",
        reveals={
            "2 times": "A mean's error falls like one over the root of the count. Twice the probes, 0.7 of the error.",
            "4 times": "The error falls like one over the root of K. Two more digits cost ten thousand times the work:"
            " that is what coins are good for, and what not.",
            "16 times": "That would be a fourth root. A mean of independent throws does better.",
        },
    ),
)
