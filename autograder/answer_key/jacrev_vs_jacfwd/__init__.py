"""Key to lesson 03, `jacrev_vs_jacfwd`: rows or columns."""
