"""The figures of a run: on the screen, and in the page of the docs, so that they are never typed again."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import re
from functools import reduce
from pathlib import Path

import govmetrics as gm
from tests.fuzz.seeds import ROOT
from tests.fuzz.tallies import added
from tests.fuzz.watch import Tally

PAGES = {"en": ROOT / "docs/how-to/hostile_files.md", "zh": ROOT / "docs/zh/hostile_files.md"}
BEGIN, END = "<!-- measured: written by tests/fuzz/run.py --markdown -->", "<!-- end of what was measured -->"
LIBRARIES = (
    "numpy",
    "pandas",
    "openpyxl",
    "ruamel.yaml",
    "pyreadstat",
    "pyarrow",
    "xlrd",
    "python-docx",
    "pypdf",
    "atheris",
    "hypothesis",
)
HEADS = {
    "en": ("reader and suffix", "inputs", "refused", "kinds that left", "slowest, s", "memory, MB", "killed"),
    "zh": ("读取函数与后缀", "输入数", "拒绝数", "漏出的错误种类", "最慢（秒）", "内存（MB）", "被终止次数"),
}
ALL = {"en": "all", "zh": "合计"}
SAID = {
    "en": "On {day}, in {minutes:g} minutes by the clock, {computed:.0f} of the processor, on {machine}: {tried:,} "
          "inputs, {refused:,} of them refused, {left} kinds of anything else left, {killed} processes ended. "
          "Versions: {versions}.",
    "zh": "{day}，在{machine}上，各进程共运行 {minutes:g} 分钟，其中处理器时间 {computed:.0f} 分钟：共 {tried:,} 个输入，"
          "{refused:,} 个被拒绝，其他错误漏出 {left} 种，进程被终止 {killed} 次。版本：{versions}。",
}  # fmt: skip


def rows(found: dict[str, Tally], whole: str) -> list[list[str]]:
    """Return the table's cells, all readers together in the last row."""
    together = found | {whole: reduce(added, found.values(), Tally())}
    return [
        [
            name,
            f"{t.tried:,}",
            f"{t.refused:,}",
            f"{len(t.left)}",
            f"{t.slowest:.1f}",
            f"{t.memory / 1e6:.0f}",
            f"{t.killed}",
        ]
        for name, t in together.items()
    ]


def printed(found: dict[str, Tally]) -> str:
    """Return the table as text, and below it what left."""
    lines = [HEADS["en"], *rows(found, ALL["en"])]
    wide = [max(len(line[place]) for line in lines) for place in range(len(HEADS["en"]))]
    table = ["  ".join(cell.ljust(w) if not i else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, wide, strict=True)))
             for line in lines]  # fmt: skip
    left = [
        f"{name}: {times} x {what}" for name, tally in found.items() for what, times in tally.left.items()
    ]
    return "\n".join([*table, "", *(left or ["nothing but GovmetricsError left"])])


def written(found: dict[str, Tally], minutes: float) -> None:
    """Write the figures into the pages of both languages, in the place of those of the run before."""
    whole = reduce(added, found.values(), Tally())
    versions = [f"govmetrics {gm.__version__}", f"Python {platform.python_version()}"]
    versions += [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES if _there(name)]
    for language, page in PAGES.items():
        said = SAID[language].format(
            day=dt.date.today().isoformat(), minutes=minutes, machine=_machine(language), tried=whole.tried,
            refused=whole.refused,
            left=len(whole.left), computed=whole.seconds / 60, killed=whole.killed, versions=", ".join(versions),
        )  # fmt: skip
        lines = [HEADS[language], ["---", *["---:"] * 6], *rows(found, ALL[language])]
        block = "\n".join([BEGIN, "", said, "", *(f"| {' | '.join(line)} |" for line in lines), "", END])
        text = page.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        page.write_text(before + block + after, encoding="utf-8")


def _there(name: str) -> bool:
    try:
        return bool(importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return False


def _machine(language: str) -> str:
    cores = os.cpu_count() or 1
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", info.read_text()) if info.exists() else None
    model = found[1] if found else platform.machine()
    return (
        f"{cores} cores ({model}, {platform.system()})"
        if language == "en"
        else f" {cores} 核处理器（{model}，{platform.system()}）"
    )
