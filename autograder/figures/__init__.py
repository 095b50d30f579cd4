"""The lessons' figures: drawn from numbers that a lesson computed, each shown with a text alternative.

    drawing    what they share: how a figure is shown, its colours, matrices
    picture    a figure as what front ends show
    krylov     what lessons draw of methods that a later exercise asks for

Each lesson's own figures are in the file of its topic's name.

Offers: `show`, `browse`, `say`, `matrices`.
"""

from autograder.figures.drawing import browse, matrices, say, show

__all__ = ["browse", "matrices", "say", "show"]
