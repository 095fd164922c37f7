"""Valid calls of every public function of the room of serve."""

from __future__ import annotations

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from govmetrics import serve

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


CALLS |= {
    "application": (application, {"folder": FOLDER, "database": ":memory:", "trusted_proxies": ["10.0.0.1"],
                                  "base_url": "https://vote.example.org", "root_path": "/district"}),
    "serve": (started, {"folder": FOLDER, "database": ":memory:"}),
}  # fmt: skip
