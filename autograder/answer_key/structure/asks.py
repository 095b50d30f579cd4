"""The questions that first cards of this lesson ask: of each exercise, mistake → question."""

_SEVERAL = {
    "graph-for-nothing": "Which of your passes is differentiated again, and which is not?",
}
ASKS = {
    "color_columns": {
        "rows-for-columns": "What must differ: columns that share a row, or rows that share a column?",
        "colors-from-one": "Which is the smallest of your colours, and which should it be?",
        "gaps-between-colors": "How many different colours are there, and how large is the largest?",
        "colors-not-int64": "What is the type of what you return, and if it is a tensor, its dtype?",
        "band-taken-for-granted": "Which columns meet in this S, and which of your lines asks it?",
        "neighbours-alone": "Which columns share row i: those side by side, or all that have a place in it?",
        "columns-clash": "Which two columns of one colour have a place in the same row?",
        "a-color-for-each-column": "Which of the columns really meet?",
        "one-more-than-the-largest": (
            "The columns that it meets have the colours 0 and 2: which is free, and which do you take?"
        ),
        "too-many-colors": "Which colours are ruled out for a column, and do you take the smallest of the others?",
    },
    "sparse_jacobian": {
        **_SEVERAL,
        "columns-first": "In which order does `S.nonzero()` name the places?",
        "color-of-the-row": "An entry stands in a row and a column: which of the two has a colour?",
        "value-for-product": "Two things come back from pushing a tangent: which of them is the product?",
        "colors-ignored": "Which of your lines reads `colors`?",
        "colors-of-a-band": "Which of your lines reads `colors`, and would another colouring change what it does?",
        "last-color-lost": "The largest colour is 2: how many colours are there?",
        "products-renumbered": "Under which number does a colour's product lie, and under which do you look for it?",
        "tangents-times-x": "Which numbers stand in a tangent that adds up the columns of one colour?",
        "divided-by-the-columns": "How many columns of one colour have a place in the same row?",
        "colors-by-remainder": "Which of your lines reads `colors`, and would another colouring change what it does?",
        "color-before": "In which product do you look up an entry whose column has colour 0?",
        "colors-for-strengths": "One number came home for each row: how many of the row's entries are in it?",
        "taken-at-the-origin": "At which point is your derivative taken, and at which is it asked?",
        "products-returned": "How many numbers has a product, and how many places has S?",
        "matrix-returned": "How many places has S, and how many numbers did you return?",
        "zeros-dropped": "Does S say where J has a number, or where it may have one?",
        "no-place-at-all": "How many entries has the answer where S has no True, and which of your lines minds?",
        "tangents-of-integers": "Which dtype has x, and which have your tangents?",
        "a-tangent-for-each-column": "How many tangents do you push, and how many colours are there?",
        "more-tangents-than-colors": "How many tangents do you push, and how many colours are there?",
        "reverse-mode": "Colours belong to columns: which kind of pass brings a sum of columns?",
        "matrix-inside": (
            "How many numbers do you make between the products and the entries, and how many entries are there?"
        ),
    },
    "implicit_gradient": {
        **_SEVERAL,
        "minus-forgotten": "What do the two terms of the differentiated equation add up to?",
        "transpose-forgotten": "gᵀ A⁻¹ is a row: which system does it solve, written as a column?",
        "solve-left-out": "How far does z move with theta, and which of your lines answers that?",
        "multiplied-not-solved": "What stands in the formula: the matrix, or its inverse?",
        "diagonal-for-the-matrix": "Does each unknown have an equation of its own, without the others in it?",
        "damping-added": "Which matrix stands in the equation, and what have you added to it?",
        "series-cut-short": "How many of your steps would it take until nothing changes any more?",
        "loss-left-out": "Where does the loss come into your result?",
        "matrix-symmetrised": "Is ∂F/∂z its own transpose here, and which of the two do you solve with?",
        "solution-for-the-slope": "On the right of the system stands a slope: of what, and by what?",
        "fixed-point-taken": "What is F at the solution: z, or 0?",
        "taken-at-the-origin": "At which point is each of your derivatives taken, and at which is it asked?",
        "sensitivities-returned": "How many numbers are asked, and how many does the slope of all unknowns have?",
        "F-without-theta": (
            "How far does z move if theta is not in the equation, and what does your tool give back then?"
        ),
        "iteration-differentiated": "z is given, and solves the equation: what is left to walk to?",
        "sensitivities-first": "How many numbers do you make on the way, and how many are asked?",
        "matrix-by-theta": "Which of your tensors has a row for each equation and a column for each entry of theta?",
        "some-vectors-more": "Which of your tensors are alive at one time, and which of them is not asked for again?",
        "no-pass-back": "What does F do with theta, and which of your lines asks it?",
        "pulled-back-unsolved": "Put your vector back into the system: what remains?",
    },
    "kepler": {
        "last-steps-recorded": "Which steps stand in the record of what you return, and what knows all derivatives?",
        "setup-context-missing": "Which method of a Function keeps what the way back needs, if transforms are to work?",
        "setup-context-forgotten": (
            "Which method of a Function keeps what the way back needs, if transforms are to work?"
        ),
        "vmap-rule-missing": "How is `vmap` to know what your Function does to a batch?",
        "steps-hang-on-numbers": "Of many samples at once, which one is to say when your loop stops?",
        "jvp-rule-missing": "Which method of a Function does forward mode call?",
        "nothing-saved-for-forward": "For which of the two modes did you save tensors, and which of them asks here?",
        "one-gradient-for-two": "How many inputs has your `forward`, and what does `backward` owe each?",
        "setup-context-takes-three": (
            "Which arguments does torch hand to each method of a Function, once there is a `setup_context`?"
        ),
        "turns-lost": "Which E belongs to M = 20: one between 0 and 2π, or one near 20?",
        "sine-added": "Which sign has e sin E in the equation, and which in your lines?",
        "wrong-for-circles": "What does the equation say where e is 0, and what do you return there?",
        "not-converged": "For which M and e is what remains in the equation largest, and how many steps do these need?",
        "slopes-at-the-anomaly": "Two angles are in the equation: of which is the cosine in its slope?",
        "denominator-lost": "Differentiate E − e sin E = M by M: what stands before the slope?",
        "plus-in-the-denominator": "Differentiate E − e sin E = M by M: which sign has each term?",
        "slope-by-e-left-out": "Does E move when e does? Which of your lines says so?",
        "slope-by-e": "Differentiate E − e sin E = M by e: which terms have e in them?",
        "jvp-departs-from-backward": "A tangent t and a cotangent c: do your two rules agree on c times J times t?",
        "values-right-slopes-wrong": (
            "Differentiate E − e sin E = M by hand, by M and by e: do your rules say the same?"
        ),
        "curvature-cut-off": "When `backward` is differentiated itself, does the E in it hang on M and e?",
        "slopes-right-curvature-wrong": "What does the slope that you give hang on, and does it move as E does?",
        "wrong-under-vmap": "Under `vmap`, which of the two inputs has an axis more, and which of your lines minds?",
        "no-rule-of-its-own": "On the way back, what does autograd walk through in your answer: a rule, or every step?",
        "iteration-recorded": "What of the iteration does your result still hold on to?",
    },
}
