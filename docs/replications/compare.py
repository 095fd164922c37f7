"""What the pages of replications share: the data of the clone, the comparison of numbers, and the table of all of them."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml
from IPython.display import Markdown

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DATA = ROOT / "tests" / "reference" / "data"
EXAMPLES = ROOT / "examples"
PAGES = ("indices", "experts", "efficiency", "surveys", "evidence")
CASES: dict[str, dict] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
"""What each replication is called in both languages, in the order of the pages."""
FOUND: dict[str, Comparison] = {}
SHOWN = 14
CELL = re.compile(r"^```\{code-cell\} ipython3\n(.*?)^```$", re.M | re.S)
WORDS = {
    "en": {
        "head": [
            "Replication",
            "Method",
            "Data",
            "Published numbers from",
            "Numbers",
            "Largest difference",
            "Verdict",
        ],
        "equal": "equal to the digits printed",
        "near": "{same} of {all} equal, the others one apart by simulation",
        "differ": "{count} differ: ",
    },
    "zh": {
        "head": ["重现对象", "方法", "数据", "所刊数字来源", "数值个数", "最大差异", "结论"],
        "equal": "与所刊数字逐位一致",
        "near": "{all}个中{same}个相同，其余因模拟相差1",
        "differ": "{count}个不同：",
    },
}


@dataclass(frozen=True)
class Comparison:
    """One replication: its numbers as published and as found here."""

    key: str
    table: pd.DataFrame
    simulated: bool

    @property
    def differing(self) -> pd.DataFrame:
        return self.table[~self.table["agrees"]]

    def verdict(self, language: str = "en") -> str:
        words = WORDS[language]
        if self.differing.empty:
            same = int((self.table["difference"] == 0).sum())
            kind = "near" if self.simulated and same < len(self.table) else "equal"
            return words[kind].format(same=same, all=len(self.table))
        return words["differ"].format(count=len(self.differing)) + CASES[self.key][language]["why"]

    def largest(self) -> str:
        return signed(self.table["difference"].abs().max())

    def _repr_markdown_(self) -> str:
        shown = self.table
        if len(shown) > SHOWN:  # what differs, then what comes first
            shown = shown.sort_values("agrees", kind="stable").head(SHOWN).sort_index()
        rows = [(one.what, one.published, one.ours, signed(one.difference)) for one in shown.itertuples()]
        more = len(self.table) - len(shown)
        verdict = self.verdict()
        lines = [
            "|  | published | here | difference |",
            "| --- | ---: | ---: | ---: |",
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
            f"**{verdict[:1].upper()}{verdict[1:]}** ({len(self.table)} numbers, largest difference {self.largest()}).",
            f"{more} more numbers, not shown, agree likewise." if more else "",
        ]
        return "\n".join(lines)


def signed(difference: float) -> str:
    return "0" if difference == 0 else f"{difference:.2g}"


def compare(
    key: str,
    published: Mapping[str, float],
    ours: Mapping[str, float],
    digits: int | Mapping[str, int],
    differs: tuple[str, ...] = (),
    within: float | None = None,
) -> Comparison:
    """Compare what was printed with what is found here; the build of the docs fails where the verdict no longer holds.

    Numbers agree within half a unit of the last digit printed, or `within` where both sides were simulated. Exactly
    those named in `differs` must not.
    """
    rows = []
    for what, told in dict(published).items():
        places = digits if isinstance(digits, int) else digits[what]
        found, near = float(ours[what]), 0.5 * 10**-places if within is None else within
        # one digit more than was printed, so that a reader sees which way it was rounded
        rows.append(
            {
                "what": what,
                "published": f"{told:.{places}f}",
                "ours": f"{found:.{places + (within is None and places > 0)}f}",
                "difference": found - told,
                "agrees": abs(found - told)
                <= near + 4e-16 * max(1, abs(told)),  # the digits that a computer holds
            }
        )
    done = Comparison(key, pd.DataFrame(rows), within is not None)
    apart = set(done.differing["what"])
    assert apart == set(differs), f"{key}: {sorted(apart ^ set(differs))} do not stand as the page says"
    assert bool(differs) == ("why" in CASES[key]["en"]), f"{key}: cases.yaml must say why numbers differ"
    FOUND[key] = done
    return done


def run(page: str) -> None:
    """Run the cells of a page."""
    names: dict[str, object] = {}
    for cell in CELL.findall((HERE / f"{page}.md").read_text(encoding="utf-8")):
        with redirect_stdout(io.StringIO()):
            exec(compile(cell, f"{page}.md", "exec"), names)


def overview(language: str = "en") -> Markdown:
    """Return the table of all replications, worked out by running every page."""
    for page in PAGES:
        run(page)
    assert list(FOUND) == list(CASES), set(FOUND) ^ set(CASES)
    lines = [WORDS[language]["head"], ["---"] * 4 + ["---:"] * 2 + ["---"]]
    for key, case in CASES.items():
        told, found = case[language], FOUND[key]
        lines.append(
            [
                f"[{told['title']}](#{key})",
                told["method"],
                told["data"],
                told["source"],
                str(len(found.table)),
                found.largest(),
                found.verdict(language),
            ]
        )
    return Markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
