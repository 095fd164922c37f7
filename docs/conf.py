"""Sphinx configuration: pages are MyST, their examples are executed."""

from pathlib import Path

import govmetrics

project = "govmetrics"
author = copyright = "The govmetrics developers"
release = version = govmetrics.__version__
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.mathjax",
    "sphinxcontrib.bibtex",
]
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_title = f"govmetrics {release}"
html_static_path = ["_static"]
bibtex_bibfiles = sorted(
    str(path.relative_to(Path(__file__).parent)) for path in (Path(__file__).parent / "refs").glob("*.bib")
)
myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
napoleon_google_docstring = False
suppress_warnings = ["ref.python"]  # the short names of types stand on several pages; any of them will do
