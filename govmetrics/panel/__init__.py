"""Panel: several periods, trends, convergence and inequality."""
