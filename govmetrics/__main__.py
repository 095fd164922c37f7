"""`python -m govmetrics` is the command line."""

from govmetrics.cli import program

program()
