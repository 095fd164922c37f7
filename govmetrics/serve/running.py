"""The server itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from govmetrics.core.extras import require
from govmetrics.core.options import TEXT, asked, count, optional
from govmetrics.core.words import Text
from govmetrics.serve.application import application, setup_address

HOST, PORT = "127.0.0.1", 8000
PORTS = count(1, 65_535)


def serve(
    folder: str | Path,
    host: str = HOST,
    port: int = PORT,
    *,
    database: str | None = None,
    root_path: str = "",
    trusted_proxies: Sequence[str] = (),
    base_url: str | None = None,
    user_header: str | None = None,
) -> None:
    """Serve the participation of an evaluation's folder until it is stopped.

    On the first start it prints the address where the first organiser is made. Requests are not logged: their paths hold
    the links of those who answer.

    Parameters
    ----------
    folder : str or path
        Of the evaluation.
    host : str
        The address to listen at; by default this machine only.
    port : int
        From 1 to 65535.
    database, root_path, trusted_proxies, base_url, user_header
        As in `application`.

    Returns
    -------
    None
        When the server is stopped.

    Raises
    ------
    FaultyInput
        As `application`.

    Examples
    --------
    >>> from govmetrics.demo import district
    >>> serve(district(), database=":memory:")  # doctest: +SKIP
    make the first organiser at http://127.0.0.1:8000/organiser/setup/...
    serving at http://127.0.0.1:8000/; stop with Ctrl+C
    """
    require("serve", "govmetrics serve", uvicorn="uvicorn")
    import uvicorn

    asked(
        host=(host, TEXT),
        port=(port, PORTS),
        root_path=(root_path, TEXT),
        base_url=(base_url, optional(TEXT)),
    )
    base = (base_url or f"http://{host}:{port}/{root_path.strip('/')}").rstrip("/")
    app = application(folder, database=database, root_path=root_path, trusted_proxies=trusted_proxies, base_url=base_url,
                      user_header=user_header, apart=True)  # fmt: skip
    first = setup_address(app.site, base)
    if first is not None:
        sys.stdout.write(f"{Text('make the first organiser at {address}', address=first).say()}\n")
    sys.stdout.write(f"{Text('serving at {address}; stop with Ctrl+C', address=base + '/').say()}\n")
    sys.stdout.flush()
    uvicorn.run(app, host=host, port=port, access_log=False, proxy_headers=False, server_header=False, log_level="warning",
                timeout_keep_alive=15, h11_max_incomplete_event_size=32_768, limit_concurrency=1000)  # fmt: skip
