"""Documents, codings and proposals as evidence, and which conditions go with an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, Count, Day, File, Flag, Name, Names, Number, OneUnit, Share

Anchors = Annotated[Sequence[Number], Field(min_length=3, max_length=3)]
"""Fully out, the crossover, fully in: in points of the scores."""
Cut = Annotated[float, Field(strict=True, gt=0, le=1)]
Part = Annotated[float, Field(strict=True, ge=0, le=1)]
Shift = Annotated[float, Field(strict=True, ge=0, le=0.9)]


@dataclass(frozen=True)
class Documents:
    """Texts in which the words of a dictionary are counted (`text.read`, `text.keywords`, `text.trends`, `text.to_leaves`).

    Parameters
    ----------
    file : str
        A folder of documents (.txt, .md, .docx, .pdf), one such file, or a table with a row for each document.
    about, text, document, unit, period, empty
        As `text.read` takes them. Several columns that name a unit of the records together name it here where the table
        has them.
    every : {"day", "week", "month", "quarter", "year", "all"}, optional
        Dates become these periods; "all" takes all documents together.
    dictionary : str, mapping or list, optional
        A file of words, words by theme, or words; by default the dictionary of the library.
    measure, overlaps, simplify
        As `text.keywords` takes them.
    leaves : mapping of code to theme
        Themes (or words) that are leaves of the tree; the others are shown only.
    missing_units : {"refuse", "keep"}
        What is done with units of which there is no document.
    """

    __pydantic_config__ = KEYS
    file: File = field(kw_only=True)
    about: File | None = None
    text: Name | None = None
    document: Name | None = None
    unit: Name | OneUnit | None = None
    period: Name | None = None
    every: Literal["day", "week", "month", "quarter", "year", "all"] | None = None
    empty: Literal["refuse", "name"] = "refuse"
    dictionary: File | Mapping[Name, Names] | Names | None = None
    measure: Literal["rate", "share", "count"] = "rate"
    overlaps: Flag = False
    simplify: Flag = False
    leaves: Mapping[str, Name] = field(default_factory=dict)
    missing_units: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Coding:
    """What coders found in interviews, minutes and observation sheets (`text.read_coding`, `text.agreement`, `text.matrix`).

    Parameters
    ----------
    files : str, list or mapping
        A workbook with a sheet for each coder, several files, or ``{coder: file}``.
    codebook : str, mapping or list, optional
        A file of codes, ``{code: name}``, or codes; by default that of the workbook.
    unit : str, optional
        The column that names the community of each document; by default the one that is usually headed so.
    columns, blanks
        As `text.read_coding` takes them.
    when : {"majority", "any", "all"}
        A document has a code where more than half of its coders gave it, any of them, or all.
    agreement : bool
        Whether the agreement of the coders is told; false where one coded alone.
    measurement : {"nominal", "ordinal", "interval"}
        How alpha takes the marks.
    names : list of str
        Names that are masked in quotes, beside those that rules find.
    nodes : mapping of code to node
        What of the tree a code speaks of; a code that is a node's own code or name needs none.
    top : int
        So many units are shown of each node whose score fell.
    leaves : mapping of leaf to code
        Codes whose shares of documents are leaves of the tree.
    missing_units : {"refuse", "keep"}
        What is done with units in which nobody was coded.
    """

    __pydantic_config__ = KEYS
    files: File | Sequence[File] | Mapping[Name, File] = field(kw_only=True)
    codebook: File | Mapping[Name, Name] | Names | None = None
    unit: Name | None = None
    columns: Mapping[str, Name] | None = None
    blanks: Literal["refuse", "zero", "missing"] = "refuse"
    when: Literal["majority", "any", "all"] = "majority"
    agreement: Flag = True
    measurement: Literal["nominal", "ordinal", "interval"] = "nominal"
    names: Names = ()
    nodes: Mapping[str, Name] = field(default_factory=dict)
    top: Count = 5
    leaves: Mapping[str, Name] = field(default_factory=dict)
    missing_units: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Proposals:
    """Proposals of residents and what became of them, by body (`text.proposals`).

    Parameters
    ----------
    file, at, days, columns, level
        As `text.proposals` takes them.
    leaves : mapping of leaf to share
        Such as ``{C4: answered}``: answered, done or overdue.
    missing_units : {"refuse", "keep"}
        What is done with units that had no proposal.
    """

    __pydantic_config__ = KEYS
    file: File = field(kw_only=True)
    at: Day | None = None
    days: Count | None = None
    columns: Mapping[str, Name] | None = None
    level: Share = 0.95
    leaves: Mapping[str, Name] = field(default_factory=dict)
    missing_units: Literal["refuse", "keep"] = "refuse"


@dataclass(frozen=True)
class Configurations:
    """Which combinations of conditions go with an outcome, by the scores of the latest period (`qca.from_scores`).

    Parameters
    ----------
    outcome : str or mapping
        A node, ``~node`` for its negation, or ``{node: [out, crossover, in]}``.
    conditions : list or mapping, optional
        Nodes, or ``{node: [out, crossover, in]}``; by default the nodes beside the outcome.
    thresholds : sequence of float, optional
        Anchors of all nodes that have none of their own, in points.
    consistency, pri, cases
        As `qca.truth_table` takes them.
    remainders : {"none", "all", "directed"}
        Which solution is drawn, and tried for robustness; the other two are always beside it.
    expected : mapping, optional
        In which direction a condition should matter: 1 present, 0 absent, "-" either; by default all present.
    necessity, relevance : float
        What consistency and relevance a necessary condition has.
    robustness : bool
        Whether the analysis is repeated with other cuts and anchors.
    shift : float
        By how much of the distance to the next anchor each is moved then.
    """

    __pydantic_config__ = KEYS
    outcome: Name | Annotated[Mapping[Name, Anchors], Field(min_length=1, max_length=1)] = field(kw_only=True)
    conditions: Names | Mapping[Name, Anchors] | None = None
    thresholds: Anchors | None = None
    consistency: Cut = 0.8
    pri: Part = 0.5
    cases: Count = 1
    remainders: Literal["none", "all", "directed"] = "directed"
    expected: Mapping[Name, Any] | None = None
    necessity: Part = 0.9
    relevance: Part = 0.6
    robustness: Flag = True
    shift: Shift = 0.1
