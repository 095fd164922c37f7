"""What people see where something is refused: what is the matter, and what they can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govmetrics.core.words import Text
from govmetrics.serve.pages.page import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

UNREADABLE = (
    Text("This form could not be read"),
    Text("Please go back in your browser and send it again; nothing was kept of it."),
)
MISSING = (
    Text("There is no such page"),
    Text("The address may be cut off or mistyped. To take part, open the link that you were sent, whole."),
)
REFUSALS = {
    400: UNREADABLE,
    403: (
        Text("This is not yours to see or do"),
        Text("Your sign-in may have ended, or your role does not allow it. Sign in again, or ask an owner."),
    ),
    404: MISSING,
    405: MISSING,
    409: (
        Text("This cannot be done now"),
        Text("The next round of a Delphi needs one that is closed and that three experts or more have answered."),
    ),
    413: (
        Text("This is too large"),
        Text("Nothing was kept of it. Please go back in your browser and send less: shorter texts, or a smaller file."),
    ),
    415: UNREADABLE,
    421: (
        Text("This server is not known under this address"),
        Text("Please open the link that you were sent, as it was sent."),
    ),
    429: (
        Text("Please wait a little"),
        Text("There were many tries in a short time. Please try again in some minutes."),
    ),
    500: (
        Text("Something went wrong here; nothing was kept"),
        Text("Please go back in your browser and try again in some minutes; if it stays so, tell whom you were to ask."),
    ),
}  # fmt: skip
"""By status: what is the matter, and what to do."""
FOREIGN = (
    Text("This form was not sent from a page of ours"),
    Text("Nothing was kept of it. Please open your link again, and send the form from there."),
)


def refusal(request: Request, status: int, *, foreign: bool = False) -> Response:
    """Return the page for a status; ``foreign`` where a form came from another site."""
    heading, advice = FOREIGN if foreign else REFUSALS.get(status, UNREADABLE)
    return page(request, "error.html", status, heading=heading, advice=advice)
