import json
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.intake import tree_schema

INDICATORS = Path(__file__).resolve().parents[2] / "indicators"
NAMES = sorted(path.stem for path in INDICATORS.glob("*.yaml"))


def faults(source):
    with pytest.raises(FaultyInput) as error:
        gm.read_tree(source)
    return str(error.value)


def write(folder, text, name="tree.yaml", encoding="utf-8"):
    (folder / name).write_text(text, encoding=encoding)
    return folder / name


class TestReadyMade:
    def test_the_promised_trees_are_there(self):
        assert {"collaborative_governance", "community_survey", "consultation_index", "wgi", "sdg16"} <= set(
            NAMES
        )
        table = gm.list_trees()
        assert table["name"].tolist() == NAMES
        assert table[["title", "source", "licence", "confidence"]].ne("").all(axis=None)

    def test_the_default_tree_has_four_dimensions_and_fifteen_leaves_or_more(self):
        tree = gm.read_tree("collaborative_governance")
        assert len(tree.parts(tree.root.code)) == 4
        assert len(tree) >= 15
        assert all(node.label("zh") != node.label("en") for node in tree.nodes)

    def test_the_survey_has_five_items_in_each_of_five_dimensions(self):
        tree = gm.read_tree("community_survey")
        assert [len(tree.parts(d)) for d in tree.parts(tree.root.code)] == [5] * 5
        assert {leaf.source for leaf in tree.indicators} == {"survey"}

    def test_nothing_from_memory_ships(self):
        for name in NAMES:
            text = (INDICATORS / f"{name}.yaml").read_text(encoding="utf-8").lower()
            assert "memory" not in text
            assert "draft" not in text

    def test_the_published_schema_is_the_codes_own(self):
        assert json.loads((INDICATORS / "schema.json").read_text(encoding="utf-8")) == tree_schema()

    @pytest.mark.parametrize("name", NAMES)
    def test_every_tree_follows_the_schema(self, name):
        jsonschema.Draft202012Validator(tree_schema()).validate(gm.read_tree(name).to_dict())

    def test_the_schema_refuses_what_the_reader_refuses(self):
        validator = jsonschema.Draft202012Validator(tree_schema())
        assert not validator.is_valid({"code": "r", "parts": [{"code": "a"}]})
        assert not validator.is_valid({"code": "r", "parts": [], "zz": 1})

    def test_a_misspelt_name(self):
        assert "did you mean 'wgi'" in faults("wgy")


class TestFiles:
    def test_every_fault_with_its_path(self, tmp_path):
        text = """
code: r
parts:
  - code: a
    parts:
      - {code: a1, beter: more}
      - {code: 1.1, better: more}
      - {code: a3, better: up, weight: heavy}
  - just text
  - code: g
    parts: []
  - {code: i, better: interval, target: [1, x]}
"""
        found = faults(write(tmp_path, text))
        for part in (
            "tree.yaml.parts[0].parts[0].better: is missing",
            "tree.yaml.parts[0].parts[0].beter: is not a key",
            'tree.yaml.parts[0].parts[1].code: 1.1 is not text; put quotes around it: "1.1"',
            "tree.yaml.parts[0].parts[2].better: is 'up'",
            "tree.yaml.parts[0].parts[2].weight: is 'heavy'",
            "tree.yaml.parts[1]: 'just text' is not a node",
            "tree.yaml.parts[3].target: [1, 'x'] is neither",
        ):
            assert part in found
        assert "r/g: the group is empty" in faults({"code": "r", "parts": [{"code": "g", "parts": []}]})

    def test_yaml_12_keeps_no_as_a_word(self, tmp_path):
        tree = gm.read_tree(write(tmp_path, "code: r\nparts:\n  - {code: no, name: yes, better: more}\n"))
        assert tree.codes == ["no"]
        assert tree["no"].label() == "yes"

    def test_a_leaf_without_direction_is_a_fault(self):
        assert "better: is missing" in faults({"code": "r", "parts": [{"code": "a"}]})

    def test_bombs_and_tags_are_refused(self, tmp_path):
        bomb = "a: &a [x,x]\nb: &b [*a,*a]\ncode: r\nparts: [*b]\n"
        assert "has an alias" in faults(write(tmp_path, bomb))
        assert "not readable YAML" in faults(
            write(tmp_path, "code: !!python/object/apply:os.system ['ls']\n")
        )

    def test_duplicate_keys_and_broken_files(self, tmp_path):
        assert "line 2" in faults(write(tmp_path, "code: r\ncode: s\n"))
        assert "is not readable YAML" in faults(write(tmp_path, "code: [r\n"))
        assert "is not JSON" in faults(write(tmp_path, "{", "tree.json"))
        assert "the file is empty" in faults(write(tmp_path, " \n"))
        assert "does not hold one mapping" in faults(write(tmp_path, "- a\n"))
        assert "nested too deeply" in faults(write(tmp_path, "[" * 100_000, "tree.json"))

    def test_gb18030_yaml(self, tmp_path):
        tree = gm.read_tree(
            write(tmp_path, "code: r\nparts: [{code: a, name: 信任, better: more}]\n", encoding="gb18030")
        )
        assert tree["a"].label("zh") == "信任"

    def test_a_file_that_is_not_there(self, tmp_path):
        assert "there is no such file" in faults(tmp_path / "none.yaml")


class TestRows:
    HEAD = "id,parent,name_en,name_zh,unit,direction,weight,target\n"

    def test_the_other_spellings(self, tmp_path):
        rows = (
            self.HEAD
            + "r,,Root,根,,,,\na,r,Trust,信任,%,+,2,\nb,r,Crime,犯罪,cases,-,1,\nc,r,Land,土地,ratio,~,1,1.0\n"
        )
        tree = gm.read_tree(write(tmp_path, rows, "tree.csv", "gb18030"))
        assert [leaf.better for leaf in tree.indicators] == ["more", "less", "target"]
        assert tree["c"].target == 1.0
        assert tree["a"].label("zh") == "信任"
        assert tree.shares("r").tolist() == [0.5, 0.25, 0.25]

    def test_rows_in_any_order_and_interval_targets(self, tmp_path):
        rows = "code,parent,better,target\nb,g,interval,1; 5\ng,r,,\na,g,more,\nr,,,\n"
        tree = gm.read_tree(write(tmp_path, rows, "tree.csv"))
        assert tree.node_codes == ["r", "g", "b", "a"]
        assert tree["b"].target == (1.0, 5.0)

    def test_faults_of_shape(self, tmp_path):
        rows = "code,parent,better\nr,,\na,r,more\na,r,more\nb,zz,more\nx,y,\ny,x,\n,r,more\ns,,\n"
        found = faults(write(tmp_path, rows, "tree.csv"))
        for part in (
            "row 4: the code 'a' is used already in row 3", "row 5: the parent 'zz' is not a code",
            "parents go in a circle: x -> y -> x", "row 8: has no code", "2 rows without a parent: r, s",
        ):  # fmt: skip
            assert part in found

    def test_only_a_circle(self, tmp_path):
        assert "circle" in faults(write(tmp_path, "code,parent,better\na,b,\nb,a,more\n", "tree.csv"))

    def test_unknown_and_missing_columns(self, tmp_path):
        found = faults(write(tmp_path, "code,colour\na,red\n", "tree.csv"))
        assert "column colour: is not a key" in found
        assert "the column `parent` is missing" in found

    def test_a_citation_is_no_source(self, tmp_path):
        rows = "id,parent,direction,source\nr,,,ISO 37120\na,r,+,ISO 37120\n"
        leaf = gm.read_tree(write(tmp_path, rows, "tree.csv")).indicators[0]
        assert leaf.source == "record"
        assert leaf.notes == "source: ISO 37120"

    def test_faults_of_cells(self, tmp_path):
        rows = "code,parent,better,weight,aggregate\nr,,,,\na,r,more,heavy,\nb,r,more,1,geometric\nc,r,,1,\n"
        found = faults(write(tmp_path, rows, "tree.csv"))
        assert "row 3 (a), weight: 'heavy' is not a number" in found
        assert "row 4 (b), aggregate: belongs to groups only" in found
        assert "row 5 (c).better: is missing" in found


def found(source):
    with pytest.raises(FaultyInput) as raised:
        gm.read_tree(source)
    return [str(fault).split(";")[0] for fault in raised.value.faults]


def test_keys_and_contradictions_come_in_one_error():
    assert found({"code": 1, "parts": [
        {"code": "a", "better": "more", "worst": 3, "best": 1, "unt": "x"},
        {"code": "a", "better": "moe", "worst": 1, "best": 0},
        "b", {"code": "c", "parts": []}, {"code": "d", "parts": "none"}, {"code": "e", "name": 3, "better": "less"},
    ]}) == [
        "tree.code: 1 is not text",
        "tree.parts[0].unt: is not a key of a tree file",
        "tree.parts[1].better: is 'moe'",
        "tree.parts[2]: 'b' is not a node",
        "tree.parts[4].parts: is not a list",
        "tree.parts[5].name: is 3",
        "tree/a: better is 'more', but worst is 3 and best is 1",
        "tree/a: the code 'a' is used already at tree/a",
        "tree/c: the group is empty",
    ]  # fmt: skip


def test_columns_shape_keys_and_contradictions_of_rows_come_in_one_error():
    rows = pd.DataFrame(
        {"code": ["r", "a", "a", "b"], "parent": [None, "r", "q", "r"], "better": ["", "+", "?", "-"],
         "worst": [None, "x", None, 1], "best": [None, 1, None, 5], "colour": 1}
    )  # fmt: skip
    assert found(rows) == [
        "rows, column colour: is not a key of a tree",
        "rows, row 4: the code 'a' is used already in row 3",
        "rows, row 4: the parent 'q' is not a code of the table",
        "rows, row 3 (a), worst: 'x' is not a number",
        "rows, row 4 (a).better: is '?'",
        "b: better is 'less', but worst is 1 and best is 5",
    ]


def test_numbers_for_codes_and_other_kinds_of_sources():
    rows = pd.DataFrame({"code": [1, 2], "parent": [None, 1], "better": ["", "+"]})
    assert gm.read_tree(rows).codes == ["2"]
    assert found(None) == ["source: is None"]
    assert found(pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("code", "x")])))[0].startswith(
        "rows, column ('code'"
    )


def test_a_tree_that_cannot_be_written_is_a_fault():
    with pytest.raises(FaultyInput, match="cannot be written"):
        gm.read_tree("wgi").write("/no/folder/tree.yaml")
