"""The command line in this process: a process of its own loads the libraries again, two seconds each time."""

from __future__ import annotations

import io
import sys
import warnings
from contextlib import chdir, redirect_stderr, redirect_stdout
from contextvars import Context
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from govmetrics import cli
from govmetrics.cli import output


def command(*arguments: object, folder: Path | None = None, width: int = 200) -> SimpleNamespace:
    """Return exit code and what was printed, as `subprocess.run` does."""
    out, err = io.StringIO(), io.StringIO()
    with (
        chdir(folder or Path.cwd()), redirect_stdout(out), redirect_stderr(err),
        patch.object(sys, "argv", ["govmetrics", *map(str, arguments)]),
        patch.object(warnings, "showwarning", warnings.showwarning),  # main sets it: put it back afterwards
        patch.object(output.console, "_width", width), patch.object(output.errors, "_width", width),
    ):  # fmt: skip
        try:
            Context().run(cli.main)  # the language that another test left in use is not this one's
            code = None
        except SystemExit as left:
            code = left.code
    return SimpleNamespace(returncode=code or 0, stdout=out.getvalue(), stderr=err.getvalue())
