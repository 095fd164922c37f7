"""Chinese text in plots: a font that has the characters, or labels that need none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from govmetrics.core.language import Both, said
from govmetrics.core.warn import warn
from govmetrics.core.words import Text

# Most common first; the first one that is installed is used.
CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans GB",
    "Heiti SC", "STHeiti", "Songti SC", "Arial Unicode MS", "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip
_FILES = ("sanscjk", "notosanssc", "sourcehansans", "wqy", "msyh", "simhei", "pingfang", "hiragino", "heiti")


@cache
def chinese_font() -> str | None:
    """Return the name of an installed font with Chinese characters, or None."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    if not any(font.name in CHINESE_FONTS for font in manager.ttflist):
        # matplotlib remembers the fonts of its first start; look for one that was installed since.
        for path in font_manager.findSystemFonts():
            if any(part in Path(path).stem.lower() for part in _FILES):
                manager.addfont(path)
    installed = {font.name for font in manager.ttflist}
    return next((name for name in CHINESE_FONTS if name in installed), None)


def is_chinese(text: str) -> bool:
    """Tell whether a text has characters that Western fonts lack."""
    return any("\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\uffef" for character in text)


def drawable(labels: Iterable[str], fallbacks: Iterable[str]) -> list[str]:
    """Return labels, each Chinese one replaced by its fallback where no font can draw it."""
    pairs = list(zip(labels, fallbacks, strict=True))
    if chinese_font() is not None or not any(is_chinese(label) for label, _ in pairs):
        return [label for label, _ in pairs]
    warn(
        Text(
            "no font with Chinese characters is installed, so other labels are drawn; install one, for example "
            "Noto Sans CJK SC"
        )
    )
    return [fallback if is_chinese(label) else label for label, fallback in pairs]


def drawn(text: Text, language: Both) -> str:
    """Return a text in a language, or in English where no font can draw it."""
    return drawable([said(text, language)], [str(text)])[0]


@contextmanager
def fonts() -> Iterator[None]:
    """Draw with a font that has Chinese characters, if one is installed."""
    import matplotlib as mpl

    name = chinese_font()
    family = [*([name] if name else []), "DejaVu Sans"]
    with mpl.rc_context({"font.family": family, "axes.unicode_minus": False}):
        yield
