"""Arrays only, no labels: kernels that several rooms share."""
