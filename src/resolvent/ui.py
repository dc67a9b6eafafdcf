"""Serves the built web UI: hashed files are cached for ever, the page never, and every page address gives the page."""

import os
from mimetypes import guess_type
from pathlib import Path
from typing import Final

from anyio import to_thread
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Match, Mount
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

WEB_DIST: Final = Path(__file__).parent / "web_dist"
NOT_PAGES: Final = frozenset({"api", "healthz", "mcp", "readyz", "metrics"})
HASHED: Final = "assets"
PAGE: Final = "index.html"
CODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""The smallest first. Browsers take `br` over TLS and from their own machine alone."""
ONE_YEAR: Final = "public, max-age=31536000, immutable"

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Resolvent: the page is not built</title></head>
<body><h1>The page is not built yet</h1>
<p>The server runs, but this copy of Resolvent has no built web UI. Build it with <code>make ui</code>, then reload.</p>
</body></html>
"""


class Pages(Mount):
    """Everything that no route took, but not what belongs to programs: those get their own 404."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http" and scope["path"].lstrip("/").partition("/")[0] in NOT_PAGES:
            return Match.NONE, {}
        return super().matches(scope)


class BuiltUi(StaticFiles):
    def __init__(self, folder: Path, sign_in: str) -> None:
        super().__init__(directory=folder, check_dir=False)
        self.sign_in = sign_in

    async def check_config(self) -> None:
        """A folder that is not built yet is answered in words."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(status_code=405, headers={"Allow": "GET, HEAD"})
        response = await to_thread.run_sync(self.respond, path, scope)
        response.headers.update(SECURITY_HEADERS)
        if scope.get("scheme") == "https":
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response

    def respond(self, path: str, scope: Scope) -> Response:
        hashed = Path(path).parts[:1] == (HASHED,)
        found = self.find(path)
        if found is None and hashed:
            raise HTTPException(status_code=404)
        if found is None:
            path = self.find_page(path, scope)
            found = self.find(path)
        if found is None:
            return HTMLResponse(NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})
        headers = {
            "Cache-Control": ONE_YEAR if hashed else "no-cache",
            "Vary": "Accept-Encoding" if hashed else "Accept-Encoding, Cookie",
        }
        asked = Headers(scope=scope)
        for coding, ending in CODINGS.items():
            if accepts(coding, asked.get("accept-encoding", "")) and (compressed := self.find(path + ending)):
                found = compressed
                headers["Content-Encoding"] = coding
                break
        file, state = found
        kind = guess_type(path)[0] or "application/octet-stream"
        response = FileResponse(file, headers=headers, media_type=kind, stat_result=state)
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, asked) else response

    def find_page(self, path: str, scope: Scope) -> str:
        """The one that names the files of this address, where the build made one; who brings no sign-in is led to it."""
        name = (Path(path).parts or ("",))[0] if self.sign_in in HTTPConnection(scope).cookies else "login"
        return own if self.find(own := f"{name}.html") else PAGE

    def find(self, path: str) -> tuple[str, os.stat_result] | None:
        """A file inside the folder; neither `..` nor a link leads out of it (StaticFiles sees to that)."""
        try:
            file, state = self.lookup_path(path)
        except (OSError, ValueError):
            return None
        return (file, state) if state is not None and Path(file).is_file() else None


def accepts(coding: str, accepted: str) -> bool:
    for entry in accepted.split(","):
        name, _, weight = entry.replace(" ", "").lower().partition(";q=")
        if name == coding:
            return weight.strip("0.") != "" or weight == ""
    return False


def mount_ui(app: FastAPI, sign_in: str, folder: Path = WEB_DIST) -> None:
    """Call it last: it takes every address that is left. `sign_in`: the cookie that whoever is signed in brings."""
    app.router.routes.append(Pages("/", app=BuiltUi(folder, sign_in), name="ui"))
