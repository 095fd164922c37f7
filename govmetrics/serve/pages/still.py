"""What does not change: the files beside the pages, the first page, what robots may see."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from govmetrics.serve.pages.page import page, static_files

router = APIRouter()


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Return one of the few files; what is not on their list is not looked for on the disk."""
    found = static_files().get(name)
    if found is None:
        raise HTTPException(404)
    return Response(
        found[0], media_type=found[1], headers={"cache-control": "public, max-age=31536000, immutable"}
    )


@router.get("/robots.txt")
def robots() -> Response:
    """Keep robots away."""
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")


@router.get("/healthz")
def health() -> Response:
    """Say that the server runs."""
    return Response("ok", media_type="text/plain")


@router.get("/")
def first(request: Request) -> Response:
    """Say what this is, and that a link is needed."""
    return page(request, "first.html")
