"""Valid calls of every public function of the room of serve."""

from __future__ import annotations

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import govmetrics as gm
from govmetrics import serve
from govmetrics.core.survey import leaf_items
from govmetrics.core.words import Label
from govmetrics.serve import answers, links, moments, record, rounds
from govmetrics.serve.stores import open_store

CALLS: dict[str, Any] = {}

_folder = TemporaryDirectory()
atexit.register(_folder.cleanup)
FOLDER = Path(_folder.name)
(FOLDER / "evaluation.yaml").write_text("tree: community_survey\n", encoding="utf-8")


def application(
    folder: Any, *, database: Any = None, root_path: Any = "", trusted_proxies: Any = (), base_url: Any = None,
    user_header: Any = None,
) -> None:  # fmt: skip
    """Make an application, and close it."""
    serve.application(
        folder, database=database, root_path=root_path, trusted_proxies=trusted_proxies, base_url=base_url,
        user_header=user_header,
    ).site.store.close()  # fmt: skip


def started(
    folder: Any, host: Any = "127.0.0.1", port: Any = 8000, *, database: Any = None, root_path: Any = "",
    trusted_proxies: Any = (), base_url: Any = None, user_header: Any = None,
) -> None:  # fmt: skip
    """Start a server without running it."""
    with patch("uvicorn.run"):
        serve.serve(folder, host, port, database=database, root_path=root_path, trusted_proxies=trusted_proxies,
                    base_url=base_url, user_header=user_header)  # fmt: skip


def _answered() -> None:
    """Keep an answer to each kind in the folder's own file."""
    tree, now = gm.IndicatorTree.from_groups({"a": ["a1", "a2", "a3"], "b": ["b1", "b2"]}), moments.clock()
    group = next(one.code for one in tree.groups if len(tree.parts(one.code)) > 1)
    first, second = tree.parts(group)[:2]
    label = Label("Judging", "评判")
    said: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "pairwise": ({"groups": [group]}, {"judgements": [{"group": group, "first": first, "second": second, "value": 3.0}]}),
        "weights": ({"total": 100, "budgets": {group: tree.parts(group)}},
                    {"points": dict.fromkeys(tree.parts(group), 100 / len(tree.parts(group)))}),
        "ratings": ({"codes": tree.codes[:1], "units": ["East"], "low": 0, "high": 100},
                    {"ratings": {"East": {tree.codes[0]: 80}}}),
        "survey": ({"items": [[item, leaf] for leaf, items in leaf_items(tree).items() for item in items][:2], "reverse": [],
                    "options": [{"en": word, "zh": word} for word in "abcde"], "groups": [["unit", ["East", "West"]]],
                    "census": {}},
                   {"answers": {}, "groups": {"unit": "East"}, "fields": {}}),
        "vote": ({"options": ["park", "lift"], "rule": "approval", "completion": "schulze", "most": 0},
                 {"approved": ["park"], "fields": {}}),
        "opinions": ({"statements": ["a", "b"], "out": [], "own": False}, {"votes": {"0": "agree"}, "own": "", "fields": {}}),
        "delphi": ({"questions": ["a", "b"], "low": 1, "high": 5, "authority": False, "round": 1, "feedback": [], "past": []},
                   {"points": {"a": 3.0, "b": 4.0}, "reasons": {}, "rests": {}, "fields": {}}),
    }  # fmt: skip
    store = open_store(FOLDER)
    for kind, (settings, content) in said.items():
        kept = settings | {"tree": tree.to_dict()}
        made = rounds.Activity(kind, "named", label, label, label, "office", 30, kept, status="open")
        with store.write() as transaction:
            rounds.add(transaction, made, "Wu", now)
            record.activity(transaction, made.id, "opened", now)
            link = links.issue(transaction, made.id, [links.Invitee("Li")])[0]
        answers.submit(store, link.token, content, now)
    store.close()


_answered()
CALLS |= {
    "judgements": (serve.judgements, {"folder": FOLDER, "activity": "Judging"}),
    "expert_points": (serve.expert_points, {"folder": FOLDER, "activity": "Judging"}),
    "expert_ratings": (serve.expert_ratings, {"folder": FOLDER, "activity": "Judging"}),
    "verify_record": (serve.verify_record, {"folder": FOLDER}),
    **{name: (getattr(serve, name), {"folder": FOLDER, "activity": "Judging"})
       for name in ("survey", "ballots", "opinion_votes", "delphi_rounds")},
    "application": (application, {"folder": FOLDER, "database": ":memory:", "trusted_proxies": ["10.0.0.1"],
                                  "base_url": "https://vote.example.org", "root_path": "/district"}),
    "serve": (started, {"folder": FOLDER, "database": ":memory:"}),
}  # fmt: skip
