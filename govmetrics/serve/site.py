"""What all pages of a server share: the store, the evaluation, the clock, the limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from govmetrics.core import IndicatorTree
from govmetrics.core.language import Language
from govmetrics.core.words import Text
from govmetrics.serve import moments, tokens
from govmetrics.serve.limits import Counter, Limits
from govmetrics.serve.networks import Network
from govmetrics.serve.people import Cost
from govmetrics.serve.reading import evaluation_of, read_apart
from govmetrics.serve.stores import Store


@dataclass
class Site:
    """A running server.

    Parameters
    ----------
    folder : path
        Of the evaluation.
    store : Store
    title : Text
        Of the evaluation.
    tree : IndicatorTree
        Of the evaluation, as it is now; each activity keeps its own.
    language : {"en", "zh"}
        Where a browser asks for neither.
    address : str
        Where the server is known, without a slash at the end; links begin with it.
    root : str
        What a proxy puts before every path.
    user_header : str, optional
        The header in which a trusted proxy says who is signed in.
    """

    folder: Path
    store: Store
    title: Text
    tree: IndicatorTree
    language: Language = "en"
    address: str | None = None
    root: str = ""
    user_header: str | None = None
    limits: Limits = field(default_factory=Limits)
    cost: Cost = field(default_factory=Cost)
    clock: Callable[[], datetime] = moments.clock
    proxies: tuple[Network, ...] = ()
    """Whose headers count."""
    setup: str | None = None
    """The hash of the secret with which the first organiser is made."""

    def __post_init__(self) -> None:
        self.by_link = Counter(self.limits.link)
        self.failures = Counter(self.limits.failures)

    @property
    def now(self) -> datetime:
        """The time."""
        return self.clock()

    def may_set_up(self, token: str) -> bool:
        """Tell whether a secret is the one with which the first organiser is made."""
        return tokens.same(self.setup or "-", tokens.hash_of(token))


def opened(
    folder: str | Path, store: Store, *, address: str | None = None, root: str = "", user_header: str | None = None,
    limits: Limits | None = None, cost: Cost | None = None, clock: Callable[[], datetime] = moments.clock, apart: bool = False,
) -> Site:  # fmt: skip
    """Return the site of an evaluation's folder, which is read in a process apart where the server runs long."""
    title, tree, language = (read_apart if apart else evaluation_of)(Path(folder))
    return Site(Path(folder), store, title, tree, language, address, root, user_header, limits or Limits(),
                cost or Cost(), clock)  # fmt: skip
