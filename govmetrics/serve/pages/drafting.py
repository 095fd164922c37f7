"""From the form in which an organiser says what an activity is to be, to the activity."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.words import Label, Text
from govmetrics.serve.kinds import Kind, Values
from govmetrics.serve.kinds.base import whole
from govmetrics.serve.rounds import Activity
from govmetrics.serve.site import Site

LONGEST = 4000
FIELDS = {
    "title_zh": Text("Title in Chinese"), "title_en": Text("Title in English"), "purpose_zh": Text("Purpose in Chinese"),
    "purpose_en": Text("Purpose in English"), "mode": Text("Names"),
    "editable": Text("People may change their answer until it closes"),
    "contact": Text("Whom people may ask (office and address)"),
    "retention_days": Text("Days that answers are kept after closing"),
    "consent_zh": Text("What people agree to, in Chinese"), "consent_en": Text("What people agree to, in English"),
    "opens": Text("Opens at (empty: when you open it)"), "closes": Text("Closes at (empty: when you close it)"),
}  # fmt: skip
"""What the fields of every kind are called; those of one kind bear the labels of its settings."""
CONSENT = {
    "named": Text(
        "I take part of my own will. My answer is kept with my name and seen by the organisers; it is published only in"
        " figures about all. I may ask to see, mend or erase it."
    ),
    "anonymous": Text(
        "I take part of my own will. That my link was used is kept, and my answer apart from it: nobody can tell it is"
        " mine, so it cannot be changed or taken back afterwards."
    ),
}


def blank(kind: Kind, site: Site) -> dict[str, str]:
    """Return what the form holds before anybody fills it in."""
    purpose = Text("The answers serve the evaluation “{title}” and nothing else.", title=site.title)
    values = {
        "mode": kind.modes[0],
        "retention_days": "365",
        "purpose_en": purpose.say("en"),
        "purpose_zh": purpose.say("zh"),
    }
    values |= {f"title_{language}": kind.title.say(language) for language in ("en", "zh")}
    return values | {setting.name: setting.default for setting in kind.settings}


def told(error: FaultyInput, kind: Kind) -> dict[str, Text]:
    """Return what is wrong with a form by the names of its fields, told with what the fields are called."""
    labels = FIELDS | {setting.name: setting.label for setting in kind.settings}
    called = {name: Label(label.say("en"), label.say("zh")) for name, label in labels.items()}
    return {
        str(fault.place): fault.at(called.get(str(fault.place), fault.place)).text for fault in error.faults
    }


def activity_of(kind: Kind, posted: Values, site: Site) -> Activity:
    """Return the activity that a form describes.

    Raises
    ------
    FaultyInput
        Everything that is wrong with the form, by the names of its fields.
    """
    faults = Faults()
    mode: Any = posted.get("mode", "")
    if mode not in kind.modes:
        faults.append(Fault("mode", "is not chosen", "choose one"))
    title, purpose = _both(posted, "title", faults), _both(posted, "purpose", faults)
    consent = CONSENT.get(mode, Text(""))
    own = _both(posted, "consent", Faults(), Label(consent.say("en"), consent.say("zh")))
    contact = posted.get("contact", "").strip()[:200]
    if not contact:
        faults.append(
            Fault("contact", "is empty", "say whom people may ask, also to see, mend or erase what is kept")
        )
    days = whole(posted, "retention_days", 365, (1, 36_500), faults)
    opens, closes = _moment(posted, "opens", faults), _moment(posted, "closes", faults)
    if opens and closes and opens >= closes:
        faults.append(Fault("closes", "is not after it opens", "choose a later time"))
    editable = posted.get("editable") == "yes"
    if editable and mode == "anonymous":
        faults.append(Fault("editable", "cannot be with anonymous answers: nobody can tell which one to change",
                            "choose named answers, or leave it out"))  # fmt: skip
    settings = kind.read(posted, site.tree, faults)
    faults.raise_all()
    settings = {**settings, "tree": site.tree.to_dict()}
    return Activity(kind.name, mode, title, purpose, own, contact, days, settings, opens, closes, editable)


def _both(posted: Values, name: str, faults: Faults, otherwise: Label | None = None) -> Label:
    """Return a text in both languages; one of them is enough."""
    english, chinese = (posted.get(f"{name}_{language}", "").strip() for language in ("en", "zh"))
    for text in (english, chinese):
        if len(text) > LONGEST:
            faults.append(Fault(f"{name}_en", "has more than {most} letters", "shorten it", most=LONGEST))
    if not english and not chinese:
        if otherwise is not None:
            return otherwise
        faults.append(Fault(f"{name}_en", "is empty in both languages", "write it in one of them at least"))
    return Label(english or chinese, chinese or english)


def _moment(posted: Values, name: str, faults: Faults) -> datetime | None:
    """Return a time of the form, which is in the time of the server's place."""
    text = posted.get(name, "").strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).astimezone().astimezone(UTC)
    except (ValueError, OverflowError):
        faults.append(
            Fault(name, "is {value!r}", "give a day and a time, such as 2026-05-01T18:00", value=text[:40])
        )
        return None
