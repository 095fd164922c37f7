"""What stands where in the folder of a run."""

MANIFEST, INPUTS, TABLES = "manifest.json", "inputs", "tables"
PUBLIC = "public"
"""Where in the folder of a run that is which may be published stands: it may be copied as a whole."""
OUTPUT = "output"
"""Where in an evaluation's folder the command line writes its results."""
RECIPE = "recipe.yaml"
"""What the archive of a run by a recipe, not an evaluation, calls its file."""
