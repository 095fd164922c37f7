"""Where the extras named are installed, what they are for works; what others are for says what to install."""

import sys

import pandas as pd

import govmetrics as gm

WORDS = pd.DataFrame({"text": ["社区治理与居民参与", "居民投诉物业", "物业管理费用", "居民议事参与"]})
TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
TABLE = pd.DataFrame({"unit": ["East", "West"], "trust": [60.0, 50.0], "solved": [90.0, 55.0]})


def parquet():
    TABLE.to_parquet("made.parquet")
    gm.read_records("made.parquet", TREE)


def spss():
    import pyreadstat

    pyreadstat.write_sav(TABLE, "made.sav")
    gm.read_survey("made.sav", TREE, scale=(1, 100), by="unit")


def report():
    gm.report.word(gm.weighting.equal(TREE), "made.docx")


def excel():
    import xlrd  # nothing installed here writes such a file

    assert xlrd.__version__


def text():
    assert gm.text.topics(gm.text.read(WORDS), n=2, draws=2) is not None


def serve():
    assert gm.ledger.new_key("district.example/ledger").public
    assert gm.ledger.canonical({"a": 1})
    from govmetrics.demo import district

    assert gm.serve.application(district(), database=":memory:")


def postgres():
    import psycopg_pool

    serve()
    assert psycopg_pool.__version__


def sql():
    import sqlite3

    with sqlite3.connect("made.db") as made:
        TABLE.to_sql("records", made, index=False, if_exists="replace")
    gm.read_records("sqlite:///made.db", TREE, query="select * from records")


def bigdata():
    TABLE.to_csv("large.csv", index=False)
    assert gm.survey.open_large("large.csv", TREE, scale=(1, 100), by="unit").score() is not None


FOR = [parquet, spss, report, excel, text, serve, postgres, sql, bigdata]

if __name__ == "__main__":
    there = set(sys.argv[1:]) | ({"serve"} if "postgres" in sys.argv else set())
    for use in FOR:
        try:
            use()
        except (gm.GovmetricsError, ImportError) as error:
            told = "\n".join(str(error).splitlines())
            print(f"  {use.__name__}: {told}")
            assert use.__name__ not in there, told
        else:
            print(f"  {use.__name__}: works")
