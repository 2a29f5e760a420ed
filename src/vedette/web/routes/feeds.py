"""What is listened to and how it fares, for other programs; the page of the sources shows the same."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from vedette.domain.feeds import Feed, Health
from vedette.errors import UsageError
from vedette.export import atom
from vedette.export.picture import SCHEMA
from vedette.web import hearing, listing
from vedette.web.desk import Desk
from vedette.web.guard import Person, needs
from vedette.web.papers import Given, answered, word
from vedette.web.render import Asked, readable_at, written

router = APIRouter()
route = readable_at(router)
Editor = Annotated[Person, Depends(needs("editor"))]


@route("/feeds.json")
def feeds_json(request: Request) -> Response:
    """Each feed with its last success, its last new item, its error in words, and a silence that its own rhythm does not explain."""
    desk: Desk = request.app.state.desk
    found = desk.hearing()
    return written(
        {"schema": SCHEMA, "at": found.at, "unwatched_seconds": found.unwatched, "feeds": [hearing.shape(h) for h in found.feeds]}
    )


@route("/feeds.csv")
def feeds_csv(request: Request) -> Response:
    """The same, one feed a row."""
    desk: Desk = request.app.state.desk
    blank = Health(feed=Feed(id=0, url="", kind="feed", name="", added=""), quiet=None, items={})
    return listing.table("feeds", list(hearing.shape(blank)), (list(hearing.shape(h).values()) for h in desk.hearing().feeds))


@route("/feeds.atom")
def feeds_atom(request: Request, cut: Asked) -> Response:
    """Feeds that fail, are silent for longer than usual or were read in part, as a feed: a new entry whenever one of them goes wrong anew."""
    desk: Desk = request.app.state.desk
    entries = (
        atom.Entry(
            id=f"urn:vedette:feed:{h.feed.id}:{h.state}:{(h.feed.newest if h.quiet else h.feed.succeeded) or h.feed.added}",
            title=f"{h.feed.name}: {h.state}",
            link=listing.absolute(request, cut.url("/sources", f"f{h.feed.id}")),
            updated=listing.moment(h.feed.tried or h.feed.added),
            summary="; ".join(x for x in (h.feed.error, str(h.quiet) if h.quiet else None) if x),
        )
        for h in desk.hearing().feeds
        if h.wrong
    )
    return listing.feed(request, cut, "Feeds that need a look", cut.url("/sources", "feeds"), entries)


@router.post("/feeds/{id}/change")
def change_feed(request: Request, cut: Asked, person: Editor, fields: Given, id: int) -> Response:
    """Leave a feed alone or look at it again (`do`: pause, resume)."""
    desk: Desk = request.app.state.desk
    do = word(fields, "do", 20)
    if do not in ("pause", "resume"):
        raise UsageError(f"do {do}: not a choice; it is pause or resume")
    found = desk.writer.pause_feed(desk.store.feed(str(id)).id, do == "pause", by=person.name)
    desk.forget_hearing()
    return answered(request, cut.url("/sources", f"f{found.id}"), {"feed": found.id, "paused": found.paused})
