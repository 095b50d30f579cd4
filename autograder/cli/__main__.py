"""`python -m autograder.cli`: the command line, if its script is not on the path."""

from autograder.cli import main

main()
