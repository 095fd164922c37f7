"""Personal names, numbers and addresses in texts, masked by rules before anything is written."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from typing import Literal

import pandas as pd

from govmetrics.core.labels import clean, no_value
from govmetrics.core.options import TEXT, asked, choice, several
from govmetrics.core.words import Note, Text
from govmetrics.text.documents import GIVEN, Documents, Given, documents_of

Masked = Literal["names", "phones", "identity", "addresses"]
MASKED: tuple[Masked, ...] = ("names", "phones", "identity", "addresses")
STARS = "***"
_SURNAMES = (
    "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]"
)
_GIVEN = "[\u4e00-\u9fff]"
_ADDRESSED = "先生|女士|小姐|太太|师傅|阿姨|大爷|大妈|大姐|大哥|奶奶|爷爷|同学|同志|某某|某"
_OFFICE = "主任|书记|经理|科长|局长|处长|站长|队长|医生|律师|警官|老师"
_LABELS = "姓名|联系人|来电人|投诉人|反映人|申请人|举报人|当事人|户主|业主姓名|经办人|受访人|受访者"
_NAMES = (
    re.compile(rf"(?:{_SURNAMES}){_GIVEN}{{0,2}}?(?={_ADDRESSED})"),
    re.compile(rf"(?:{_SURNAMES})(?={_OFFICE})"),
    re.compile(rf"(?<=:)[ \t]*(?:{_SURNAMES}){_GIVEN}{{1,2}}(?![\u4e00-\u9fff])"),
    re.compile(r"(?<=\bMr )[A-Z][\w'’-]+|(?<=\bMs )[A-Z][\w'’-]+|(?<=\bMr\. )[A-Z][\w'’-]+|(?<=\bMs\. )[A-Z][\w'’-]+"
               r"|(?<=\bMrs )[A-Z][\w'’-]+|(?<=\bMrs\. )[A-Z][\w'’-]+|(?<=\bDr )[A-Z][\w'’-]+|(?<=\bDr\. )[A-Z][\w'’-]+"),
)  # fmt: skip
_LABELLED = re.compile(rf"((?:{_LABELS})\s*(?:为|是)?\s*[:：]\s*){_GIVEN}{{2,4}}")
_LABELLED_ENGLISH = re.compile(
    r"((?i:\b(?:name|caller|contact|applicant)\s*:\s*))[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
)
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])(?:[1-9]\d{5}(?: ?(?:18|19|20)\d\d ?[01]\d ?[0-3]\d) ?\d{3}[0-9Xx]|\d{15,19}"
    r"|(?:\d{4}[ -]){3,4}\d{1,4}|[A-Z]{1,2}\d{6}\([0-9A]\)|[EGDSPH][A-Z]?\d{8})(?![0-9A-Za-z])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][·•. ]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9学警港澳]"
)
_PHONES = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+?(?:00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|(?:\(0\d{2,3}\)|0\d{2,3})[- ]?[2-9]\d{6,7}"
    r"|[48]00[- ]?\d{3}[- ]?\d{4}|\+\d{1,3}[- ]?\(?\d{1,4}\)?(?:[- ]?\d{2,4}){2,4}|\(\d{3}\) ?\d{3}[-. ]\d{4}"
    r"|\d{3}[-.]\d{3}[-.]\d{4}|[2-9]\d{6,7}(?=（[手电]))(?![0-9])"
)
_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_NUMBER = "(?:[A-Za-z]?\\d+[A-Za-z]?|[一二三四五六七八九十百]+)"
_HOUSES = (
    re.compile(rf"(?<=[路街道巷弄里村园苑院庭坊厦城区])[ ]?{_NUMBER}(?:[-之]{_NUMBER})*(?=号(?!线|文|令|公告|召))"),
    re.compile(rf"{_NUMBER}(?=号楼|号院|栋|幢|单元(?!格)|室(?!内|外)|弄)"),
    re.compile(r"(?<=栋|幢|座|楼)\d{2,5}(?=房|\b|[^0-9层月日年])"),
    re.compile(r"(?i:(?<=\bapt )|(?<=\bflat )|(?<=\broom )|(?<=\bunit )|(?<=\bapt\. ))\d+[A-Za-z]?\b"),
    re.compile(r"\b\d+[A-Za-z]?(?= (?:[A-Z][\w'’]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Court|Way)\b)"),
)  # fmt: skip
_PEOPLE = frozenset(
    {*_LABELS.split("|"), "name", "caller", "contact", "applicant", "full name", "受访者姓名", "居民姓名"}
)
_KEPT = ("period", "unit", "body", "text")


def mask(
    documents: Given, kinds: Iterable[Masked] = MASKED, names: Iterable[str] = ()
) -> Documents:  # fmt: skip
    """Mask personal names, telephone and identity numbers and house numbers in texts and their other columns.

    Parameters
    ----------
    documents : Documents, DataFrame, mapping, list or str
    kinds : list of {"names", "phones", "identity", "addresses"}
        What is masked. "phones" has mail addresses with it; "identity" has passports, bank cards and number plates with it.
    names : list of str
        Names that are known, such as those of the respondents: masked wherever they stand.

    Returns
    -------
    Documents
        The same with ``***``; the note says how much was masked.

    Notes
    -----
    Rules find names before a form of address (张先生, 李某, Mr Smith), behind a label (联系人：…) and in columns of names, and
    those of the list given. A name that stands alone in a sentence is not found: read a sample before texts leave the
    house. Numbers of documents (〔2024〕5号) and of metro lines stay.

    Raises
    ------
    FaultyInput
        Kinds that there are not, names that are no texts.

    Examples
    --------
    >>> import govmetrics as gm
    >>> told = gm.text.mask("张女士来电13800138000：住人民路12号3栋2单元501室，路灯坏了")
    >>> told.texts[1]
    '***女士来电***：住人民路***号***栋***单元***室，路灯坏了'
    """
    asked(
        documents=(documents, GIVEN),
        kinds=(kinds, several(choice(*MASKED), 1)),
        names=(names, several(_NAME)),
    )
    found = documents_of(documents)
    chosen = tuple(kind for kind in MASKED if kind in set(kinds))
    count = dict.fromkeys(chosen, 0)
    rules = list(_rules(chosen, [clean(name) for name in names]))
    frame = found.frame.copy()
    for column in frame.columns:
        if column == "text" or (column not in _KEPT and not pd.api.types.is_float_dtype(frame[column])):
            frame[column] = _column(frame[column], str(column), rules, count, "names" in chosen)
    told = "masked: {masked:4}; names are found by rules only: read a sample before texts leave the house"
    said = [Text("{kind} {n:,}", n=n, kind=_KINDS[kind]) for kind, n in count.items()]
    return dataclasses.replace(found, frame=frame, notes=(*found.notes, Note(told, masked=said)))


_NAME = dataclasses.replace(TEXT, fits=lambda name: isinstance(name, str) and len(clean(name)) > 1)
_KINDS = {"names": Text("names"), "phones": Text("telephone numbers and mail addresses"),
          "identity": Text("numbers of persons, cards and plates"), "addresses": Text("house numbers")}  # fmt: skip
Rule = tuple[Masked, Callable[[str], tuple[str, int]]]


def _rules(kinds: Iterable[Masked], names: list[str]) -> Iterable[Rule]:
    """Yield the rules in their order: long numbers before short ones, numbers before names."""

    def by(pattern: re.Pattern[str], put: str = STARS) -> Callable[[str], tuple[str, int]]:
        return lambda text: pattern.subn(put, text)

    kinds = set(kinds)
    if "identity" in kinds:
        yield from (("identity", by(pattern)) for pattern in (_IDENTITY, _PLATE))
    if "phones" in kinds:
        yield from (("phones", by(pattern)) for pattern in (_PHONES, _MAIL))
    if "addresses" in kinds:
        yield from (("addresses", by(pattern)) for pattern in _HOUSES)
    if "names" in kinds:
        if names:
            known = sorted(map(re.escape, set(names)), key=len, reverse=True)
            yield "names", by(re.compile("|".join(known)))
        yield from (("names", by(pattern, rf"\1{STARS}")) for pattern in (_LABELLED, _LABELLED_ENGLISH))
        yield from (("names", by(pattern)) for pattern in _NAMES)


def _column(
    cells: pd.Series, heading: str, rules: list[Rule], count: dict[Masked, int], whole: bool
) -> pd.Series:
    """Return a column with what the rules find masked; a column of names is masked as a whole."""
    if whole and heading.strip().lower() in _PEOPLE:
        count["names"] += int(cells.notna().sum())
        return pd.Series([STARS if known else None for known in cells.notna()], cells.index, dtype=object)
    done = []
    for cell in cells:
        text = cell if isinstance(cell, str) else "" if no_value(cell) else str(cell)
        before = text
        for kind, rule in rules:
            text, n = rule(text)
            count[kind] += n
        done.append(text if text != before else cell)
    return pd.Series(done, cells.index, dtype=object)
