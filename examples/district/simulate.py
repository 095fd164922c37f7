"""Simulate the district of this story: nothing in it is real, neither places nor people nor numbers.

Forty communities in five streets, eight quarters. One hidden quality of each community drives its records, its
residents' answers and its efficiency, so that the files agree with one another; twelve experts compare the indicators,
two of them carelessly. The files look like an office's: a sheet a quarter with title rows, merged streets and units in
brackets, answers in words, one form an expert.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

import govmetrics as gm

HERE = Path(__file__).parent
QUARTERS = [f"{year}年{name}季度" for year in (2024, 2025) for name in "一二三四"]
STREETS = {
    "春江街道": "望江 临江 江畔 沙洲 渡口 柳岸 汀兰 听涛",
    "梅园街道": "梅岭 红梅 腊梅 香雪 暗香 疏影 青梅 梅溪",
    "石桥街道": "石桥 拱桥 双桥 桥头 桥西 磐石 青石 玉石",
    "云岭街道": "云岭 云台 云峰 云谷 彩云 白云 青云 云溪",
    "沙湾街道": "沙湾 金沙 银滩 渔港 海棠 望潮 东港 西港",
}
TYPES = ["商品房", "老旧小区", "村改居"]
RANGES: dict[str, tuple[float, float, int]] = {  # poor, good, decimals: what a community can look like
    "A1": (0.35, 0.85, 2), "A3": (0.30, 0.75, 3), "A4": (0.40, 0.95, 2), "B11": (2, 9, 0), "B12": (55, 99, 1),
    "B21": (32, 5, 1), "B22": (9, 3, 0), "B31": (2, 26, 1), "B32": (45, 100, 0), "B41": (25, 90, 1),
    "B42": (55, 100, 1), "C12": (-8, 14, 1), "C13": (-4, 18, 1), "C31": (1.5, 7.5, 1), "C32": (0.2, 5, 1),
    "C41": (6, 42, 1), "D1": (0.5, 0.95, 2), "D22": (0.7, 2.1, 2), "D31": (60, 100, 1), "D32": (65, 100, 1),
}  # fmt: skip
UNITS = {
    "A1": "0-1", "A2": "分", "A3": "0-1", "A4": "0-1", "B11": "次/季度", "B12": "%", "B21": "天", "B22": "步", "B31": "%",
    "B32": "%", "B41": "%", "B42": "%", "C11": "%", "C12": "%", "C13": "%", "C2": "分", "C31": "%", "C32": "%",
    "C41": "%", "C42": "分", "C43": "分", "D1": "0-1", "D21": "元/件", "D22": "比值", "D31": "%", "D32": "%",
}  # fmt: skip
ITEMS = {
    "A2": ["我愿意参加社区议事活动", "社区组织常常主动联系居民", "物业和业委会积极参与社区事务"],
    "C2": [
        "对社区环境卫生是否满意", "对社区治安是否满意", "对社区办事效率是否满意",
        "对诉求处理结果是否满意", "对社区工作总体是否满意",
    ],
    "C42": ["邻居有困难时我会帮忙", "我有困难时邻居会帮忙", "邻里之间很少来往"],
    "C43": ["我以住在本社区为荣", "我把社区的事当成自己的事", "如果搬走我会舍不得"],
}  # fmt: skip
REVERSED = "邻里之间很少来往"
AGREE = ["非常不同意", "不同意", "一般", "同意", "非常同意"]
SATISFIED = ["非常不满意", "不满意", "一般", "满意", "非常满意"]
PEOPLE = {"性别": {"女": 0.51, "男": 0.49}, "年龄": {"18-35岁": 0.34, "36-59岁": 0.41, "60岁及以上": 0.25}}
SAMPLED = {"性别": {"女": 0.62, "男": 0.38}, "年龄": {"18-35岁": 0.18, "36-59岁": 0.38, "60岁及以上": 0.44}}
RESPONDENTS, EXPERTS, CARELESS = 2400, 12, (4, 9)
MADE_UP = "模拟数据，不是任何真实地区的情况"


def communities(rng: np.random.Generator) -> pd.DataFrame:
    """Draw what a community is: street, type, people, area, and its hidden quality by dimension."""
    rows = [(street, f"{name}社区") for street, names in STREETS.items() for name in names.split()]
    table = pd.DataFrame(rows, columns=["街道", "社区"]).set_index("社区")
    table["类型"] = rng.choice(TYPES, len(table), p=[0.5, 0.3, 0.2])
    table["常住人口"] = rng.lognormal(8.9, 0.35, len(table)).round(-1).astype(int)
    street = table["街道"].map(dict(zip(STREETS, rng.normal(0, 0.4, len(STREETS)), strict=True)))
    common = street + rng.normal(0, 0.6, len(table)) - 0.4 * (table["类型"] == "老旧小区")
    for dimension in "ABCD":
        table[dimension] = 0.7 * common + rng.normal(0, 0.5, len(table))
    table["trend"] = rng.normal(0.03, 0.05, len(table))
    return table


def outlines(path: Path) -> None:
    """Write a map that nowhere looks like: a street is a block of the grid, whose corners are shifted a little."""
    rng = np.random.default_rng(40)  # of its own: the other files stay as they were
    corners = (
        np.stack(np.meshgrid(np.arange(9), np.arange(6)), axis=2) * 800 + rng.normal(0, 90, (6, 9, 2)).round()
    )
    features = []
    for number, (street, names) in enumerate(STREETS.items()):
        for at, name in enumerate(names.split()):
            row, column = (4, at) if number == 4 else (number // 2 * 2 + at // 4, number % 2 * 4 + at % 4)
            ring = [
                corners[row + up, column + right].tolist()
                for up, right in ((0, 0), (0, 1), (1, 1), (1, 0), (0, 0))
            ]
            features.append({
                "type": "Feature", "properties": {"社区": f"{name}社区", "街道": street},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            })  # fmt: skip
    crs = {"type": "name", "properties": {"name": "metres of no real place"}}
    whole = {"type": "FeatureCollection", "name": MADE_UP, "crs": crs, "features": features}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=None) + "\n", encoding="utf-8")


def quarter(place: pd.DataFrame, at: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return the records of one quarter: rates follow from counts, costs from spending."""
    n = len(place)
    found = place[["街道", "类型", "常住人口"]].copy()
    quality = {d: place[d] + place["trend"] * at + rng.normal(0, 0.12, n) for d in "ABCD"}
    for code, (poor, good, decimals) in RANGES.items():
        share = 1 / (1 + np.exp(-1.1 * quality[code[0]] - rng.normal(0, 0.35, n)))
        found[code] = (poor + (good - poor) * share).round(decimals)
    found["staff"] = np.maximum(6, (place["常住人口"] / 620 * rng.lognormal(0, 0.15, n))).round().astype(int)
    found["spending"] = (found["staff"] * rng.lognormal(np.log(2.1), 0.1, n) + 8).round(1)
    found["registered"] = (place["常住人口"] / 1000 * rng.lognormal(np.log(18), 0.2, n)).round().astype(int)
    solved = 1 / (1 + np.exp(-1.6 - 0.8 * quality["C"]))
    found["solved"] = rng.binomial(found["registered"], solved)
    served = found["staff"] * rng.lognormal(np.log(150), 0.1, n) / (1 + np.exp(-0.7 * quality["D"] - 0.5))
    found["served"] = served.round().astype(int)
    found["ideas"] = rng.poisson(np.exp(0.5 * quality["B"]))
    found["late"] = rng.poisson(np.exp(-1.2 - 0.8 * quality["B"]))
    found["accident"] = np.where(rng.random(n) < 0.006, "是", "否")
    found["C11"] = (100 * found["solved"] / found["registered"]).round(1)
    found["D21"] = (found["spending"] * 10000 * 0.3 / found["solved"]).round()
    for code in ITEMS:  # what earlier surveys found; the latest is still to be scored from its answers
        found[code] = (100 / (1 + np.exp(-0.75 - 0.6 * quality[code[0]])) + rng.normal(0, 1.5, n)).round(1)
    return found


def answers(place: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw answers in words from a sample with too many women and too many old people, who are more content."""
    units = rng.permutation(np.repeat(place.index, RESPONDENTS // len(place)))
    table = pd.DataFrame({"时期": QUARTERS[-1], "社区": units})
    for name, shares in SAMPLED.items():
        table[name] = rng.choice(list(shares), RESPONDENTS, p=list(shares.values()))
    mood = (
        0.35 * (table["年龄"] == "60岁及以上")
        - 0.25 * (table["年龄"] == "18-35岁")
        + rng.normal(0, 0.7, RESPONDENTS)
    )
    for code, items in ITEMS.items():
        there = 0.75 + 0.6 * (place[code[0]] + 7 * place["trend"]).loc[units].to_numpy()
        person = there + mood + rng.normal(0, 0.4, RESPONDENTS)
        for item in items:
            latent = person + rng.normal(0, 0.9, RESPONDENTS)
            step = np.searchsorted([-1.3, -0.3, 0.6, 1.7], -latent + 0.6 if item == REVERSED else latent)
            words = pd.Series(SATISFIED if code == "C2" else AGREE)
            table[item] = words[step].to_numpy()
            table.loc[rng.random(RESPONDENTS) < 0.01, item] = "不清楚" if code == "C2" else None
    table.insert(0, "序号", np.arange(1, RESPONDENTS + 1))
    return table


def judgements(tree: gm.IndicatorTree, folder: Path, rng: np.random.Generator) -> None:
    """Fill in one form an expert; the careless two turn some of their answers round."""
    folder.mkdir(exist_ok=True)
    importance = {group.code: rng.dirichlet(np.full(len(group.parts), 9.0)) for group in tree.groups}
    for expert in range(1, EXPERTS + 1):
        path = folder / f"expert_{expert:02}.xlsx"
        gm.ahp.blank_judgements(tree, path, expert=f"专家{expert:02}", language="zh")
        book = load_workbook(path)
        for sheet in book.worksheets[1:]:
            code = str(sheet.cell(1, 2).value)
            if code not in importance or sheet.cell(4, 3).value is None:
                continue
            own = importance[code] * rng.lognormal(0, 0.18, len(importance[code]))
            for i in range(len(own)):
                for j in range(i + 1, len(own)):
                    ratio = own[i] / own[j]
                    if expert in CARELESS and rng.random() < 0.35:
                        ratio = 1 / (ratio * 4) if ratio > 1 else 4 / ratio
                    answer = int(np.clip(round(max(ratio, 1 / ratio)), 1, 9))
                    sheet.cell(5 + i, 3 + j).value = answer if ratio >= 1 or answer == 1 else f"1/{answer}"
        book.save(path)


def write_tree(tree: gm.IndicatorTree, path: Path) -> gm.IndicatorTree:
    """Write the default tree with the district's units of measurement and the questions behind the survey's leaves."""
    content: Any = tree.to_dict()

    def fill(node: dict[str, Any]) -> None:
        for part in node.get("parts", ()):
            fill(part)
        if "parts" not in node:
            node["unit"] = UNITS[node["code"]]
            node.pop("notes", None)
            if node["code"] in ITEMS:
                node["items"] = ITEMS[node["code"]]
                node["source"] = "survey"

    fill(content)
    district = gm.read_tree(content)
    district.write(path)
    return district


ACTIONS: dict[str, tuple[Any, ...]] = {
    # indicator: what is done, who, by when, cost of one unit of measurement (10,000 yuan), up to, in steps of
    "B12": ("信息公开限时承诺", "街道党政办", "2026年3月", 0.3, 98, None),
    "B21": ("社区法官与人民调解进小区", "司法所", "2026年6月", 0.8, 8, None),
    "B31": ("居民议事会与线上投票", "社区居委会", "2026年6月", 0.5, 24, None),
    "B41": ("监督建议办理台账", "街道纪工委", "2026年4月", 0.2, 85, None),
    "C11": ("网格员与诉求分派平台", "社区居委会", "2026年6月", 0.9, 95, None),
    "C2": ("物业服务联席整改", "街道物业办", "2026年9月", 1.2, 90, None),
    "C41": ("邻里节与社区社会组织", "社区社会组织服务中心", "2026年6月", 0.4, 40, 5),
    "D31": ("项目月度督办", "街道项目办", "2026年5月", 0.35, 100, None),
}


def write_forms(tree: gm.IndicatorTree, folder: Path) -> None:
    """Fill in the blank forms for margins and actions."""
    path = gm.intake.blank_margins(folder / "margins.xlsx", {k: list(v) for k, v in PEOPLE.items()}, "zh")
    book = load_workbook(path)
    shares = [share for categories in PEOPLE.values() for share in categories.values()]
    for row, share in enumerate(shares, 2):
        book.worksheets[0].cell(row, 4).value = round(100 * share, 1)
    book.save(path)
    path = gm.intake.blank_actions(tree, folder / "actions.xlsx", "zh")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        told = ACTIONS.get(str(sheet.cell(row, 1).value), (None,) * 6)
        for column, value in zip((5, 6, 7, 8, 10, 11), told, strict=True):
            sheet.cell(row, column).value = value
    book.save(path)


def write_records(tables: dict[str, pd.DataFrame], tree: gm.IndicatorTree, path: Path) -> None:
    """Write a sheet a quarter as an office does: a title, two header rows, merged streets, units in brackets."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    more = {"staff": "社区工作者人数", "spending": "治理经费（万元）", "registered": "登记诉求（件）", "solved": "办结诉求（件）",
            "served": "服务人次", "ideas": "创新案例", "late": "逾期上报", "accident": "重大安全责任事故"}  # fmt: skip
    for period, table in tables.items():
        sheet = book.create_sheet(period)
        codes = [code for code in tree.codes if table[code].notna().any()]
        heads = ["序号", "街道", "社区", "类型", "常住人口"]
        heads += [f"{tree[code].label('zh')}（{UNITS[code]}）" for code in codes] + list(more.values())
        sheet.append([f"{period}社区协同治理台账（{MADE_UP}）"])
        sheet.append(["基本情况", *[None] * 4, "指标", *[None] * (len(codes) - 1), "投入与产出"])
        sheet.append(heads)
        for column, last in ((1, 5), (6, 5 + len(codes)), (6 + len(codes), len(heads))):
            sheet.merge_cells(start_row=2, end_row=2, start_column=column, end_column=last)
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(heads))
        sheet["A1"].font = Font(bold=True, size=14)
        start = 4
        for number, (unit, row) in enumerate(table.iterrows(), 1):
            sheet.append([number, row["街道"], unit, row["类型"], row["常住人口"],
                          *(None if pd.isna(row[c]) else row[c] for c in [*codes, *more])])  # fmt: skip
        for _, rows in table.groupby("街道", sort=False):
            if len(rows) > 1:
                sheet.merge_cells(
                    start_row=start, end_row=start + len(rows) - 1, start_column=2, end_column=2
                )
                sheet.cell(start, 2).alignment = Alignment(vertical="center")
            start += len(rows)
    book.save(path)


def main(folder: Path = HERE) -> None:
    """Write every file of the folder."""
    rng = np.random.default_rng(2026)
    tree = write_tree(gm.read_tree("collaborative_governance"), folder / "tree.xlsx")
    place = communities(rng)
    tables = {period: quarter(place, at, rng) for at, period in enumerate(QUARTERS)}
    trust = pd.concat({period: table["A3"] for period, table in tables.items()}, names=["时期", "社区"])
    for number, table in enumerate(tables.values()):
        table.loc[rng.choice(table.index, 2, replace=False), "B41"] = np.nan
        table[["A3", *(ITEMS if number == len(tables) - 1 else ())]] = np.nan
    write_records(tables, tree, folder / "records.xlsx")
    errors = pd.Series(rng.uniform(0.02, 0.06, len(trust)).round(3), trust.index)
    for name, values in {"trust.csv": trust, "trust_errors.csv": errors}.items():
        values.rename("A3").to_csv(folder / name, encoding="utf-8-sig")
    answers(place, rng).to_excel(folder / "survey.xlsx", index=False)
    judgements(tree, folder / "judgements", rng)
    write_forms(tree, folder)
    outlines(folder / "communities.geojson")


if __name__ == "__main__":
    main()
