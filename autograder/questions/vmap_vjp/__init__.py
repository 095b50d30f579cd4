"""Lesson 02, `vmap_vjp`: all rows at once."""

NUMBER = 2
TITLE = "All rows at once"
EXERCISES = (
    "jacobian_by_vmap",
    "my_jacrev",
    "jacobian_in_chunks",
    "branchless",
    "out_of_place",
    "itemless",
)
