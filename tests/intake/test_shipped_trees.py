"""What every ready-made tree promises: names in both languages, a source, a licence, an edition, a mark on every node."""

import re

import pytest

import govmetrics as gm

NAMES = list(gm.list_trees()["name"])
LEAVES = {
    "caf_2020": (28, 5), "chengdu_harmonious": (26, 2), "city_check_2021": (8, 8), "city_check_2023": (4, 4),
    "collective_efficacy": (10, 0), "complete_community": (6, 6), "discourse_quality": (7, 0), "e_participation": (3, 0),
    "hotline_panjin_2023": (4, 0), "iiag_2024": (16, 0), "iso_37120_2018": (19, 19), "nanjing_2016": (4, 4),
    "social_capital_sciq": (6, 6), "wjp": (11, 0), "wgi": (6, 0), "sdg16": (9, 0),
}  # fmt: skip
"""How many leaves a tree has, and how many of them are slots."""


@pytest.mark.parametrize("name", NAMES)
def test_every_node_says_what_it_is_and_where_that_is_from(name):
    tree = gm.read_tree(name)
    for language in ("en", "zh"):
        about = tree.said_about(language)
        assert all(about[key] for key in ("title", "source", "licence", "confidence", "topic", "edition"))
        assert all(tree.origin_of(code, language) for code in tree.node_codes)
    for node in tree.nodes:
        assert node.mark in ("confirmed", "slot")
        assert set(node.name) >= {"en", "zh"}
        assert all(node.name.values())
        assert re.search("[\u4e00-\u9fff]", node.name["zh"]) or node.name["zh"].isupper()


@pytest.mark.parametrize("name", NAMES)
def test_slots_name_nothing(name):
    """A slot is called a place to fill, and has neither unit nor goalposts, which would be somebody's invention."""
    tree = gm.read_tree(name)
    for code in tree.slots:
        slot = tree[code]
        assert "to be filled in" in slot.name["en"]
        assert "待补充" in slot.name["zh"]
        assert (slot.unit, slot.worst, slot.best, slot.target) == ("", None, None, None)


@pytest.mark.parametrize("name", LEAVES)
def test_as_many_leaves_as_the_source_says(name):
    tree = gm.read_tree(name)
    assert (len(tree), len(tree.slots)) == LEAVES[name]


def test_caf_has_nine_criteria():
    tree = gm.read_tree("caf_2020")
    assert [len(tree.parts(code)) for code in tree.parts("CAF")] == [4, 4, 3, 6, 3, 2, 2, 2, 2]
    assert tree.slots == ["C3.3", "C4.3", "C6.1", "C7.2", "C9.2"]


def test_panjin_has_the_weights_that_reproduce_its_scores():
    tree = gm.read_tree("hotline_panjin_2023")
    assert tree.shares("hotline").tolist() == [0.2, 0.3, 0.25, 0.25]


def test_a_list_by_topic_and_by_what_is_confirmed():
    cities = gm.list_trees("cities")
    assert cities["name"].tolist() == ["city_check_2021", "city_check_2023", "iso_37120_2018"]
    assert gm.list_trees(topic="城市").equals(cities)
    whole, open_ = gm.list_trees(confirmed=True), gm.list_trees(confirmed=False)
    assert whole["slots"].eq(0).all()
    assert open_["slots"].gt(0).all()
    assert sorted([*whole["name"], *open_["name"]]) == NAMES
    assert gm.list_trees("cities", True).empty
    assert list(gm.list_trees("cities", True).columns) == list(cities.columns)


@pytest.mark.parametrize("topic", ["citys", "", 3, ["Cities"]])
def test_an_unknown_topic_is_refused(topic):
    with pytest.raises(gm.GovmetricsError, match="topic"):
        gm.list_trees(topic)


@pytest.mark.parametrize("confirmed", ["yes", 1, 0.5])
def test_confirmed_is_yes_or_no(confirmed):
    with pytest.raises(gm.GovmetricsError, match="confirmed"):
        gm.list_trees(confirmed=confirmed)


def test_a_topic_that_is_nearly_one_is_proposed():
    with pytest.raises(gm.GovmetricsError, match="did you mean 'Cities'"):
        gm.list_trees("citie")
