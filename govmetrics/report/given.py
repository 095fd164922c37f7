"""What the writers are given: checked once, all in one error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govmetrics.ahp import GroupWeights
from govmetrics.core.options import BOTH, PATH, Kind, instance, optional, wanted
from govmetrics.core.words import Text
from govmetrics.diagnosis import Obstacles
from govmetrics.recipe import Assessment
from govmetrics.robustness import Uncertainty

ASSESSMENT = instance(Assessment, Text("make it with govmetrics.follow"))
_OTHERS: dict[str, Kind] = {
    "uncertainty": optional(instance(Uncertainty, Text("make it with robustness.uncertainty"))),
    "obstacles": optional(instance(Obstacles, Text("make them with diagnosis.obstacles"))),
    "experts": optional(instance(GroupWeights, Text("make them with ahp.weights"))),
}


def refuse_odd(assessment: Any, path: Any, suffix: str, language: Any = None, **others: Any) -> None:
    """Refuse what cannot be written or where it cannot be written; every fault is named.

    Parameters
    ----------
    assessment, path, language
        As the writers take them.
    suffix : str
        Of the file; empty for a folder.
    **others
        Of uncertainty, obstacles and experts, those that the writer takes.
    """
    faults = wanted(
        assessment=(assessment, ASSESSMENT), path=(path, place(suffix)), language=(language, BOTH)
    )
    faults += wanted(**{name: (value, _OTHERS[name]) for name, value in others.items()})
    faults.raise_all()


def place(suffix: str) -> Kind:
    """A path where a file can be written: in a folder that is there, with the suffix that tells its kind."""
    if not suffix:
        return Kind(
            lambda path: PATH.fits(path) and not Path(path).is_file(), Text("give the path of a folder")
        )
    return Kind(
        lambda path: PATH.fits(path) and Path(path).suffix.lower() == suffix and Path(path).parent.is_dir(),
        Text("name a file ending in {suffix} in a folder that is there", suffix=suffix),
    )
