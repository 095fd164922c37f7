"""Which files are text that we can read; the counts of errors are of the texts in this file, both ways."""

import itertools

import pytest

from govmetrics.core import FaultyInput
from govmetrics.core.encodings import decode
from govmetrics.core.tables import read_table

SIMPLIFIED = """南山区 福田区 罗湖区 粤海街道 沙河街道 招商街道 坂田街道 浦东新区 徐汇区 闵行区 崇明区 亳州 漯河 濮阳 睢宁
    邳州 盱眙县 歙县 黟县 东莞 重庆两江新区 翠竹社区 洪浪社区 居民满意度 参与主体多样性 问题解决率 平均办结天数
    协商会议次数 民主决策 有效监督 资源利用率 单位成本 信任 积极性 治理主体 专家甲 非常满意 说不清
    您对社区环境的满意程度（5分）？ 投诉率（‰） 气温（℃）"""
TRADITIONAL = """中正區 大安區 信義區 萬華區 北投區 士林區 觀塘區 黃大仙區 灣仔區 油尖旺區 葵青區 荃灣區 臺北市 高雄市 臺南市
    新北市板橋區 花蓮縣 雲林縣 澳門花地瑪堂區 居民滿意度 參與主體多樣性 問題解決率 平均辦結天數 協商會議次數
    民主決策 有效監督 資源利用率 單位成本 信任 積極性 治理主體 專家甲"""
LATIN = """Málaga León Córdoba Cádiz Irún Logroño Coruña Saint-Étienne Orléans Besançon Nîmes Angoulême Évry München Köln
    Düsseldorf Nürnberg Lübeck Zürich Genève Malmö Göteborg Västerås Cuiabá Maceió Brasília São_Paulo município
    índice Århus København Queen’s_Park"""
JAPANESE = """渋谷区 新宿区 横浜市 川崎市 さいたま市 大阪市 京都市 つくば市 満足度 参加率 札幌市 仙台市 コミュニティ
    自治体名"""


def files(words):
    """Short files of one word and of two, and one long table of them all."""
    words = words.split()
    yield from (f"unit,x\n{word},1\n" for word in words)
    yield from (f"unit,{one}\n{two},1\n" for one, two in itertools.pairwise(words))
    yield "unit,x,y\n" + "".join(f"{word},{row},0.5\n" for row, word in enumerate(words))


def read_or_refused(words, encoding):
    """How many files are read rightly, misread, and refused."""
    read, misread, refused = 0, 0, 0
    for text in files(words):
        raw = text.encode(encoding, "replace")
        try:
            found = decode(raw, "t.csv")
        except FaultyInput:
            refused += 1
        else:
            read, misread = read + (found == text), misread + (found != text)
    return read, misread, refused


@pytest.mark.parametrize(
    ("words", "encoding", "counts"),
    [
        (SIMPLIFIED, "gb18030", (82, 0, 0)),
        (TRADITIONAL, "gb18030", (64, 0, 0)),
        (TRADITIONAL, "big5", (0, 1, 63)),  # the misread files hold one word: four bytes can be anything
        (LATIN, "cp1252", (0, 2, 62)),
        (JAPANESE, "shift_jis", (0, 0, 28)),
    ],
)
def test_short_and_long_files_are_read_rightly_or_refused(words, encoding, counts):
    assert read_or_refused(words, encoding) == counts


def test_rare_given_names_are_read():
    text = "姓名,得分\n李堃,3\n王喆,4\n张三,5\n陶喆,2\n朱镕基,1\n"
    assert decode(text.encode("gb18030"), "t.csv") == text


def test_a_refused_file_is_quoted_where_it_goes_wrong():
    with pytest.raises(FaultyInput) as raised:
        decode("unit,x\nMadrid,1\nMálaga,2\n".encode("latin-1"), "t.csv")
    assert str(raised.value) == (
        "t.csv, line 3: is neither UTF-8 nor GB18030, as which it would read 'M醠aga,2'; save the file as UTF-8"
    )


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_read(tmp_path, mark):
    (tmp_path / "t.txt").write_bytes("\ufeff单位\t满意度\r\n南山区\t85\r\n".encode(mark))
    assert read_table(tmp_path / "t.txt").to_dict("records") == [{"单位": "南山区", "满意度": "85"}]
    with pytest.raises(FaultyInput, match="line 1: is not readable UTF-16"):
        decode("\ufeffab".encode(mark)[:-1], "t.txt")
