"""Networks of communities named in an evaluation file: as the room measures them, and no person in what is published."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.archive import files_of

TREE = {"code": "index", "name": {"en": "Index", "zh": "指数"}, "parts": [
    {"code": "A3", "name": {"en": "Trust", "zh": "主体间信任"}, "better": "more", "worst": 0, "best": 1},
    {"code": "solved", "name": {"en": "Solved", "zh": "办结率"}, "better": "more", "worst": 0, "best": 100}]}  # fmt: skip
UNITS = ["East", "West", "North", "South"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of an evaluation: records without the leaf of the networks, names written down by people."""
    rng = np.random.default_rng(7)
    rows = []
    for unit in UNITS:
        people = [f"Person{unit}{nth}" for nth in range(8)]
        for person in people:
            named = rng.choice([one for one in people if one != person], 3, replace=False)
            rows.append([unit, person, *named])
    names = pd.DataFrame(rows, columns=["community", "respondent", "named_1", "named_2", "named_3"])
    names.to_excel(tmp_path / "names.xlsx", index=False)
    pd.DataFrame({"unit": UNITS, "solved": [90, 55, 40, 70]}).to_csv(tmp_path / "records.csv", index=False)
    return tmp_path


def asked(folder: Path, records: bool = True, **more: Any) -> dict[str, Any]:
    networks = {"file": str(folder / "names.xlsx"), "leaves": {"A3": "edge_reciprocity"}, **more}
    evidence: dict[str, Any] = {"networks": {name: one for name, one in networks.items() if one is not None}}
    if records:
        evidence["records"] = str(folder / "records.csv")
    return {
        "tree": TREE,
        "evidence": evidence,
        "index": {"normalisation": "goalposts"},
        "sureness": {"draws": 50},
    }


def own(folder: Path, **options: Any) -> Any:
    return gm.network.measures(gm.read_network(folder / "names.xlsx"), **options)


def test_measures_fill_their_leaf_with_errors_and_are_shown(folder: Path) -> None:
    found, room = gm.evaluate(asked(folder)), own(folder)
    data = found.assessment.dataset
    pd.testing.assert_series_equal(
        data.values["A3"].sort_index(), room.values["edge_reciprocity"].sort_index(), check_names=False
    )
    pd.testing.assert_series_equal(
        data.standard_errors["A3"].sort_index(),
        room.standard_errors["edge_reciprocity"].sort_index(),
        check_names=False,
    )
    assert data.values["solved"].to_dict() == dict(zip(UNITS, [90, 55, 40, 70], strict=True))
    pd.testing.assert_frame_equal(found.networks.values, room.values)
    for language, title in (("en", "Networks of the communities"), ("zh", "社区关系网络")):
        page = gm.report.html(found, folder / f"{language}.html", language).read_text("utf-8")
        assert title in page
        assert "PersonEast" not in page


def test_errors_reach_the_uncertainty_and_their_kind_is_chosen(folder: Path) -> None:
    one, other = (gm.evaluate(asked(folder, errors=kind)) for kind in ("jackknife", "cautious"))
    narrow, wide = (found.assessment.dataset.standard_errors["A3"] for found in (one, other))
    assert (wide > narrow).all()
    assert not one.uncertainty.scores.equals(other.uncertainty.scores)


def test_they_stand_without_records_and_without_leaves(folder: Path) -> None:
    tree = {**TREE, "parts": TREE["parts"][:1]}
    found = gm.evaluate({**asked(folder, records=False), "tree": tree})
    assert sorted(found.assessment.dataset.units) == sorted(UNITS)
    records = pd.DataFrame({"A3": 0.5, "solved": 50.0}, index=pd.Index(UNITS, name="unit"))
    shown = gm.evaluate({**asked(folder, records=False, leaves=None)}, records=records)
    assert shown.assessment.dataset.values["A3"].eq(0.5).all()
    assert list(shown.networks.values.index) == list(own(folder).values.index)
    assert gm.evaluate(asked(folder), only=["networks"]).assessment is None


@pytest.mark.parametrize(("more", "told"), [
    ({"leaves": {"A4": "density"}}, "evidence.networks.leaves.A4: is not a leaf of the tree; leaves are: A3, solved"),
    ({"leaves": {"A3": "densty"}}, "evidence.networks.leaves.A3: 'densty' is not a measure; did you mean 'density'?"),
    ({"respondents": ["Nobody"]}, "evidence.networks.respondents: Nobody is not among the actors"),
    ({"errors": "bootstrap"}, "evidence.networks.errors"),
    ({"file": "nowhere.xlsx"}, "evidence.networks (nowhere.xlsx): there is no such file"),
    ({"actors": "nobody.csv"}, "nobody.csv: there is no such file"),
    ({"file": None}, "evidence.networks.file"),
    ({"leafs": {}}, "evidence.networks.leafs: is not a key here; did you mean 'leaves'?"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(folder: Path, more: dict[str, Any], told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        gm.evaluate(asked(folder, **more))
    assert told in str(error.value)


def test_a_unit_without_network_is_refused_or_kept(folder: Path) -> None:
    names = pd.read_excel(folder / "names.xlsx")
    names[names["community"] != "South"].to_excel(folder / "names.xlsx", index=False)
    with pytest.raises(gm.GovmetricsError, match="South"):
        gm.evaluate(asked(folder))
    few = {"normalisation": "goalposts", "aggregation": {"arithmetic": {"min_coverage": 0.4}}}
    kept = gm.evaluate({**asked(folder, missing_units="keep"), "index": few})
    assert bool(np.isnan(kept.assessment.dataset.values.loc["South", "A3"]))


def test_files_are_archived_and_hashed_and_the_file_gives_the_keys_back(folder: Path) -> None:
    actors = pd.read_excel(folder / "names.xlsx")[["community", "respondent"]]
    actors.set_axis(["community", "actor"], axis="columns").to_csv(folder / "actors.csv", index=False)
    said = asked(folder, actors=str(folder / "actors.csv"))
    found = gm.evaluate(said)
    assert "networks" in found.provenance["inputs"]
    named = {Path(name).name for name in files_of(found.evaluation)}
    assert {"names.xlsx", "actors.csv", "records.csv"} <= named
    assert gm.Evaluation.read(found.evaluation.to_dict()).evidence == found.evaluation.evidence
    other = gm.evaluate(asked(folder, actors=str(folder / "actors.csv"), errors="cautious"))
    assert other.provenance["inputs"]["networks"] != found.provenance["inputs"]["networks"]


def test_the_public_form_names_no_person(folder: Path) -> None:
    listed = [f"Person{unit}{nth}" for unit in UNITS for nth in range(8)]
    names = pd.read_excel(folder / "names.xlsx")
    names.loc[0, "named_2"] = names.loc[0, "named_1"]
    names.to_excel(folder / "names.xlsx", index=False)
    found = gm.evaluate(
        {**asked(folder, respondents=listed), "publish": {"public": {"raw_values": True, "smallest": 8}}}
    )
    assert "PersonEast0" in "".join(map(str, found.networks.notes))
    shown = gm.evaluation.public(found)
    assert shown.networks is not None
    told = shown.summary("en") + json.dumps(shown.to_dict(), default=str, ensure_ascii=False)
    told += "".join(table.frame.to_string() for table in shown.tables("zh"))
    assert "Person" not in told
    hidden = gm.evaluation.public(
        gm.evaluate({**asked(folder), "publish": {"public": {"raw_values": False}}})
    )
    assert hidden.networks is None
    left = gm.evaluation.public(
        gm.evaluate({**asked(folder), "publish": {"public": {"raw_values": True, "leave_out": ["A3"]}}})
    )
    assert left.networks is None


def test_the_public_form_withholds_networks_of_few_people(folder: Path) -> None:
    """Eight people answered in every community: at a limit of eight their measures are shown, at nine they are not."""
    told = {"public": {"raw_values": True, "smallest": 8}}
    shown = gm.evaluation.public(gm.evaluate({**asked(folder), "publish": told}))
    assert shown.networks is not None
    assert shown.assessment.scores.values["A3"].notna().all()
    told["public"]["smallest"] = 9
    hidden = gm.evaluation.public(gm.evaluate({**asked(folder), "publish": told}))
    assert hidden.networks is None
    assert hidden.assessment is None or hidden.assessment.scores.values["A3"].isna().all()
