"""A new evaluation's folder: the file that says the job, the tree, and blank forms for all that people must fill in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from govmetrics import ahp, appraisal, intake
from govmetrics.core import Fault, FaultyInput, IndicatorTree
from govmetrics.core.documents import write_text
from govmetrics.core.errors import Faults
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import LANGUAGE, PATH, asked
from govmetrics.core.staged import staged
from govmetrics.core.tree_slots import slot_faults
from govmetrics.evaluation.spec import FILE
from govmetrics.intake.forms.records import recorded

TEMPLATES = Path(__file__).parent / "templates"
README = "README.md"


def new_folder(
    folder: str | Path, tree: Any = "collaborative_governance", language: Language | None = None
) -> list[Path]:
    """Write a folder that works as soon as its forms are filled in.

    Parameters
    ----------
    folder : path
        Made if missing; a folder that holds an evaluation already is refused.
    tree : str, path, mapping or IndicatorTree
        Whose forms are written.
    language : {"en", "zh"}, optional
        Of the forms, the remarks and the README; by default the one in use.

    Returns
    -------
    list of Path
        evaluation.yaml, README.md, tree.xlsx, and the forms for records, answers, margins, judgements, weights, rulebook
        and actions.

    Raises
    ------
    FaultyInput
        There is an evaluation already, the folder cannot be written, or the tree cannot be read or has slots.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> with TemporaryDirectory() as folder:
    ...     sorted(path.name for path in gm.evaluation.new_folder(f"{folder}/mine", language="en"))[:3]
    ['README.md', 'actions.xlsx', 'evaluation.yaml']
    """
    asked(folder=(folder, PATH), language=(language, LANGUAGE))
    chosen, target = language_of(language), Path(folder)
    wanted = intake.read_tree(tree)
    Faults(slot_faults(wanted)).raise_all()  # before anything is written
    if (target / FILE).exists():
        way_out = "name another folder, or take it away first"
        raise FaultyInput(Fault(str(target), "holds an evaluation already", way_out))
    with staged(target, FILE) as place:
        (place / "judgements").mkdir()
        intake.blank_tree(place / "tree.xlsx", chosen, wanted)
        if recorded(wanted):
            intake.blank_records(wanted, place / "records.xlsx", chosen)
        if _asked_of_residents(wanted):
            intake.blank_survey(wanted, place / "survey.xlsx", chosen)
            intake.blank_margins(place / "margins.xlsx", language=chosen)
        ahp.blank_judgements(wanted, place / "judgements" / "expert.xlsx", language=chosen)
        intake.blank_weights(wanted, place / "weights.xlsx", chosen)
        appraisal.blank_rulebook(place / "rulebook.xlsx", chosen)
        intake.blank_actions(wanted, place / "actions.xlsx", chosen)
        for name, template in ((FILE, f"evaluation.{chosen}.yaml"), (README, f"README.{chosen}.md")):
            text = (TEMPLATES / template).read_text(encoding="utf-8")
            write_text(place / name, _fitting(text, wanted))
        names = sorted(path.relative_to(place) for path in place.rglob("*") if path.is_file())
    return [target / name for name in names]


def _asked_of_residents(tree: IndicatorTree) -> bool:
    """Tell whether a survey measures any indicator."""
    return any(leaf.source == "survey" or leaf.items for leaf in tree.indicators)


def _fitting(text: str, tree: IndicatorTree) -> str:
    """Return a template without the keys and rows of evidence that the tree has no indicators for."""
    gone = [] if recorded(tree) else ["records"]
    if not _asked_of_residents(tree):
        gone += ["survey", "margins", "reliability", "statistics"]
        text = text.replace("from: survey", "from: values")
    for name in gone:
        text = re.sub(rf"(?m)^( *){name}:.*\n(?:\1 +.*\n)*|^\| `{name}\.xlsx`.*\n", "", text)
    return text
