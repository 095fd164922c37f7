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
        "head": "Replication | Equal | Largest difference | Method, data | Published numbers from",
        "equal": "equal to the digits printed",
        "near": "{same} of {all} equal, the others one apart by simulation",
        "differ": "{same} of {all} equal to the digits printed, {apart} not: ",
        "of": "{same} of {all}",
        "why": "Where they differ, and who is right:",
        "join": "{method}; {data}",
        "case": "{title}: {why}.",
    },
    "zh": {
        "head": "重现对象 | 一致 | 最大差异 | 方法与数据 | 所刊数字来源",
        "equal": "与所刊数字逐位一致",
        "near": "{all}个中{same}个相同，其余因模拟相差1",
        "differ": "{all}个中{same}个与所刊数字一致，{apart}个不同：",
        "of": "{same}/{all}",
        "why": "不一致之处及何者正确：",
        "join": "{method}；{data}",
        "case": "{title}：{why}。",
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

    @property
    def same(self) -> int:
        """How many are equal: of simulated ones those without any difference."""
        return int((self.table["difference"] == 0 if self.simulated else self.table["agrees"]).sum())

    def verdict(self, language: str = "en") -> str:
        words, total = WORDS[language], len(self.table)
        if self.same == total:
            return words["equal"]
        if self.differing.empty:
            return words["near"].format(same=self.same, all=total)
        told = words["differ"].format(same=self.same, all=total, apart=len(self.differing))
        return told + CASES[self.key][language]["why"]

    def largest(self) -> str:
        return signed(self.table["difference"].abs().max())

    def _repr_markdown_(self) -> str:
        shown = self.table
        if len(shown) > SHOWN:  # what differs, then what comes first
            shown = shown.sort_values("agrees", kind="stable").head(SHOWN).sort_index()
        rows = [
            (one.what if one.agrees else f"**{one.what}**", one.published, one.ours, signed(one.difference))
            for one in shown.itertuples()
        ]
        more = len(self.table) - len(shown)
        verdict = self.verdict()
        lines = [
            "|  | published | here | difference |",
            "| --- | ---: | ---: | ---: |",
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
            f"**{verdict[:1].upper()}{verdict[1:]}** ({len(self.table)} numbers, largest difference {self.largest()}).",
            f"Not shown, as they agree likewise: {more}." if more else "",
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
    words = WORDS[language]
    lines = [f"| {words['head']} |", "| --- | --- | ---: | --- | --- |"]
    reasons = ["", words["why"], ""]
    for key, case in CASES.items():
        told, found = case[language], FOUND[key]
        link = f"[{told['title']}](#{key})"
        done = words["of"].format(same=found.same, all=len(found.table))
        lines.append(
            f"| {link} | {done} | {found.largest()} | {words['join'].format(**told)} | {told['source']} |"
        )
        if "why" in told:
            reasons.append("* " + words["case"].format(title=link, why=told["why"]))
    return Markdown("\n".join(lines + reasons))
