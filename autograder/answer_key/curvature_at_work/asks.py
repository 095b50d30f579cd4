"""The questions that first cards of this lesson ask: of each exercise, mistake → question."""

_SEVERAL = {
    "cycle-left-behind": "Who still holds the graph after your function has returned?",
    "create-graph-for-nothing": "Which of your passes is differentiated again, and which is not?",
    "division-by-nothing": "What are your denominators when nothing is left to solve?",
    "matrix-built": "How many products does one step take, and how many did you make?",
}
ASKS = {
    "ggn_vp": {
        **_SEVERAL,
        "hessian-for-gauss-newton": "H has two terms: which of them is asked, and what is in the other?",
        "loss-hessian-left-out": "Where does the loss come into your product?",
        "identity-for-the-loss-hessian": "Where does the loss come into your product?",
        "curvature-held-above-zero": "Along a direction in which the loss bends down, which sign should vᵀG v have?",
        "one-loss-taken-for-granted": (
            "Which of your lines asks the loss how it bends, and which of them knows it beforehand?"
        ),
        "loss-hessian-elsewhere": (
            "At which point does your product ask how the loss bends, and at which does the net end?"
        ),
        "loss-hessian-at-the-push": "Which of your two vectors is a place, and which a direction?",
        "value-and-push-exchanged": "Which of your two vectors is a place, and which a direction?",
        "loss-hessian-diagonal": "If one output moves, does the loss's slope in another move, and does yours see it?",
        "loss-hessian-at-zero-and-diagonal": (
            "What is special about how least squares bend, that such a test can't see?"
        ),
        "slopes-for-curvature": "How often is the loss differentiated in H_L, and how often in what you multiply with?",
        "slope-moved-at-x": "How often is the loss differentiated in what you multiply J v with?",
        "pushed-only": "Three factors stand in front of v: with how many have you multiplied?",
        "direction-normalised": "If v were twice as long, what would become of G v, and what of yours?",
        "damping-added": "What is G v where J v is 0, and what is yours there?",
        "linear-loss-has-no-graph": (
            "What does a slope hang on that is the same everywhere, and what is its derivative?"
        ),
        "jacobian-built": "How many numbers are asked, and how many does the matrix have that you built?",
        "loss-hessian-built": "How many numbers has H_L times one vector, and how many did you make for it?",
        "too-many-passes": (
            "How often does `net` run in your answer, and which run tells you what another has told already?"
        ),
    },
    "conjugate_gradient": {
        **_SEVERAL,
        "right-side-normalised": "If b were twice as long, what would become of x, and what of yours?",
        "damping-added": "Which matrix do your products belong to, once all is added that you add?",
        "epsilon-in-a-division": "When is what you divide by 0, and what have you looked at by then?",
        "another-start": "Where does x begin, and which way does the first step go?",
        "steps-cut-off": "Which of your conditions ended the loop, and is it one of those that are asked?",
        "not-the-best-in-reach": (
            "Which condition should bind a new direction to the one before, and does yours hold it?"
        ),
        "solved-to-the-end": "After `max_steps` steps, what is asked: the solution, or how far you came?",
        "steepest-descent": "What does your second direction know of the first?",
        "tolerance-not-relative": "If b were a thousand times longer, would you stop at another step, and should you?",
        "tolerance-ignored": "What do you know after a step that says whether to take another?",
        "curved-down-at-once": (
            "What does a curvature that is not above 0 mean at the first step, and what is asked then?"
        ),
        "curved-down-on-the-way": (
            "What have you reached when the curvature is first not above 0, and what is asked then?"
        ),
        "curvature-not-looked-at": "What does the sign of what you divide by say?",
        "residual-returned": "Which of your vectors solves the system, and which says how far it is from that?",
        "residual-anew": "What do you know already of A times the new x, before you multiply?",
        "product-for-nothing": "What is A x where x is 0, and who uses the product that you made last?",
        "steps-kept": "How many vectors does the next step need, and how many are still there?",
        "too-many-products": "What do you know before a product that tells you that it is not needed?",
    },
    "newton_cg": {
        **_SEVERAL,
        "start-left-out": "Where does the path begin, and how many rows has it?",
        "last-point-alone": "Where does the path begin, and how many rows has it?",
        "rows-end-early": "Once it has converged, what stands in the rows that are left?",
        "steps-of-gradients": "Which of your lines asks how f bends, and what does a step do with the answer?",
        "no-look-at-f": "Is f smaller after a step of yours? Which of your lines asks?",
        "stands-still-too-early": "Which of your lines decides that the path has arrived, and what does it look at?",
        "solved-too-loosely": "How long is H p + g beside g when you take the step, and which t do you try first?",
        "drawn-to-the-saddle": "Where f bends down, which way does the bottom of its parabola lie?",
        "no-products": "What do you know of H in a step, and how did you come by it?",
        "too-many-products": "What ends the solve within a step, and how many products may it have taken by then?",
        "gradients-again": "At how many points is the gradient needed in a step, and how often do you work it out?",
    },
    "spectral_density": {
        **_SEVERAL,
        "pair-turned-round": "Which of the two can be below 0, and which of them is asked first?",
        "probes-averaged": "One row for each probe, or one for all: which is asked?",
        "weights-not-squared": "Can a share be negative, and do yours add up to 1?",
        "weights-not-shares": "What should the weights of one probe add up to, and which vector's length decides that?",
        "weights-of-another-entry": "Which entry of an eigenvector of T belongs to the probe itself?",
        "ghosts": ("What is the product of the newest direction with the first one, after many steps?"),
        "moments-wrong": "Σ w θ should be pᵀA p / N: what is yours at k = 1, and at k = 2?",
        "too-many-products": "How many directions are there for a probe, and is one of them multiplied twice?",
    },
    "influence": {
        **_SEVERAL,
        "damping-left-out": "Which matrix is inverted in the formula, and with which one did you solve?",
        "outer-products-for-h": "Is H made of first derivatives or of second ones?",
        "mean-for-sum": "By which factor do the two differ, and which of them stands in the formula?",
        "hessian-of-the-test": "Whose minimum moves when a sample weighs more: the training's or the test's?",
        "not-solved": "Which of your lines stands for the inverse in the formula?",
        "multiplied-for-solved": "You have s: what should H + damping times s be?",
        "direction-returned": "One entry a weight, or one a sample: which is asked?",
        "negative-direction-returned": "One entry a weight, or one a sample: which is asked?",
        "summed-over-samples": "One entry for each sample is asked: where do yours become one?",
        "solved-too-loosely": "How small is what remains when your solve ends, and how many digits are asked?",
        "steps-cut-off": "What ends your solve, and how small is what remains then?",
        "another-damping": "How often does damping come into one product of yours, and how often into the formula?",
        "training-loss-for-test": (
            "For which of the two gradients in the formula is a single solve enough for all samples?"
        ),
        "change-for-slope": (
            "If s were a thousand times shorter, would your entries be a thousand times smaller, and should they?"
        ),
        "taken-at-the-origin": "At which point is each of your derivatives taken, and at which is it asked?",
        "direction-does-not-solve": "Put your direction back into the system: what remains?",
        "every-sample-by-itself": "What is asked of a sample's gradient: all of it, or one number?",
        "a-solve-for-each-sample": "Which side of the inverse changes from sample to sample, and which stays?",
    },
}
