"""The server and what it keeps, on the command line."""

from __future__ import annotations

import re
import shutil
from unittest.mock import patch

import pytest

from govmetrics.serve.stores import FILE
from tests.command import command as run
from tests.serve.conftest import DISTRICT, House
from tests.serve.test_attacks import RATED


@pytest.fixture
def folder(tmp_path):
    """An evaluation's folder in which two experts were invited and one has answered."""
    for name in ("evaluation.yaml", "tree.xlsx"):
        shutil.copy(DISTRICT / name, tmp_path / name)
    house = House(database=str(tmp_path / FILE)).begin()
    key = house.make(codes="A4")
    paths = house.invite(key, "Li", "Ann")
    assert house.guest.post(paths[0], data=RATED).status_code == 303
    house.post(f"activities/{key}/close")
    house.store.close()
    return tmp_path


def test_backup_restore_export_forget_purge(folder, tmp_path):
    done = run("serve-data", "backup", str(folder), str(folder / "kept.zip"))
    assert done.returncode == 0, done.stdout
    assert "restored on trial" in done.stdout
    done = run("serve-data", "restore", str(folder), str(folder / "kept.zip"), "--database", "new.sqlite")
    assert done.returncode == 0, done.stdout
    done = run("serve-data", "restore", str(folder), str(folder / "kept.zip"))
    assert done.returncode == 1
    assert "not empty" in done.stderr + done.stdout
    done = run("serve-data", "export", str(folder), str(folder / "answers.csv"))
    assert done.returncode == 0, done.stdout
    assert "ratings/A4" in (folder / "answers.csv").read_text(encoding="utf-8-sig")
    done = run("serve-data", "forget", str(folder), "Li")
    assert "erased: 1 invitation, 1 answer" in done.stdout
    done = run("serve-data", "purge", str(folder), "--older-than", "0")
    assert "erased: 2 invitations, 0 answers" in done.stdout
    assert run("serve-data", "backup", str(folder / "nowhere"), "x.zip").returncode == 1


def test_the_first_start_prints_where_to_begin(folder, tmp_path):
    (folder / FILE).unlink()
    with patch("uvicorn.run") as started:
        done = run("serve", str(folder), "--port", "8123")
    assert done.returncode == 0, done.stdout
    assert re.search(r"http://127\.0\.0\.1:8123/organiser/setup/[\w-]{43}", done.stdout.replace("\n", ""))
    assert started.call_args.kwargs["access_log"] is False  # paths hold links
    assert (
        started.call_args.kwargs["proxy_headers"] is False
    )  # the guard reads them, and trusts nobody by default


def test_wrong_options(folder):
    for options in (
        ["--trusted-proxy", "nonsense"],
        ["--base-url", "ftp://x"],
        ["--root-path", "/a b"],
        ["--port", "99999"],
    ):
        with patch("uvicorn.run"):
            assert run("serve", str(folder), *options).returncode == 1, options
