"""Turns every error into `application/problem+json`. No stack trace and no input value ever leaves."""

from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from resolvent.errors import AppError, BadRequest, FieldError, Invalid, NotFound, Problem, TooLarge, Unavailable

MEDIA_TYPE = "application/problem+json"
MAX_FIELDS = 50
"""Of one answer: a body with a million wrong members is told no more than this."""
MAX_NAME = 200
DATABASE_AWAY = "The database does not answer at the moment. Nothing was changed; try again shortly."

# SQLSTATEs that mean: this text can't be stored, or this lock was not had in time.
UNSTORABLE = {"22021", "22P05", "22P02"}
BUSY = {"40001", "40P01", "55P03", "57014"}
AWAY_CLASSES = ("08", "53", "57P")

log = structlog.get_logger()


def render_problem(request: Request, error: AppError) -> JSONResponse:
    problem = Problem(
        type=f"urn:resolvent:problem:{error.code}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        request_id=getattr(request.state, "request_id", ""),
        errors=error.errors,
        **error.extra,
    )
    return JSONResponse(problem.model_dump(mode="json"), error.status, headers=error.headers, media_type=MEDIA_TYPE)


def from_validation(errors: Sequence[Any]) -> AppError:
    """400 for a body that can't be read, 404 for an id that can't exist, 422 naming each field otherwise."""
    if any(error["type"] == "json_invalid" for error in errors):
        return BadRequest("The request body is not valid JSON.", code="invalid_json")
    if any(error["loc"][:1] == ("path",) for error in errors):
        return NotFound("There is nothing at this address.")
    fields = [
        FieldError(
            field=name_of(error["loc"]),
            message=str(error["msg"]).removeprefix("Value error, "),
            code=error["type"],
        )
        for error in errors[:MAX_FIELDS]
    ]
    named = ", ".join(sorted({field.field for field in fields}))
    return Invalid(f"These fields are not valid: {named}.", errors=fields)


def name_of(loc: Sequence[Any]) -> str:
    """`ticket.ticket_id`. A member's name is the caller's own text: cut, and made fit to be sent back."""
    name = ".".join(str(part) for part in loc[1:]) or str(loc[0])
    return name[:MAX_NAME].encode("utf-8", "backslashreplace").decode()


def from_database(error: DBAPIError) -> AppError | None:
    """None: a fault of ours."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in UNSTORABLE:
        return Invalid("A text holds characters that can't be stored.", code="unstorable")
    if state in BUSY:
        return Unavailable("Someone else is changing this at the same moment. Try again.", code="busy")
    if state.startswith(AWAY_CLASSES) or (not state and isinstance(error, (OperationalError, InterfaceError))):
        return Unavailable(DATABASE_AWAY, code="database_away", headers={"Retry-After": "2"})
    return None


def add_problem_handlers(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def render_app_error(request: Request, error: AppError) -> JSONResponse:
        return render_problem(request, error)

    @app.exception_handler(RequestValidationError)
    async def render_validation(request: Request, error: RequestValidationError) -> JSONResponse:
        return render_problem(request, from_validation(error.errors()))

    @app.exception_handler(HTTPException)
    async def render_http(request: Request, error: HTTPException) -> JSONResponse:
        return render_problem(request, from_status(error))

    @app.exception_handler(DBAPIError)
    async def render_database(request: Request, error: DBAPIError) -> JSONResponse:
        known = from_database(error)
        if known is None:
            return render_unexpected(request, error)
        return render_problem(request, known)

    @app.exception_handler(PoolTimeout)
    @app.exception_handler(ConnectionError)
    @app.exception_handler(TimeoutError)
    async def render_away(request: Request, error: Exception) -> JSONResponse:
        log.warning("database.away", error=type(error).__name__)
        return render_problem(request, Unavailable(DATABASE_AWAY, code="database_away", headers={"Retry-After": "2"}))

    @app.exception_handler(Exception)
    async def render_any(request: Request, error: Exception) -> JSONResponse:
        return render_unexpected(request, error)


def render_unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request.failed", error=type(error).__name__, path=request.url.path, exc_info=error)
    return render_problem(request, AppError("Something went wrong here. The request id helps to find it in the log."))


class HttpError(AppError):
    """Starlette's own refusals (unknown path, wrong method) in our shape."""

    def __init__(self, error: HTTPException) -> None:
        super().__init__(str(error.detail), code=f"http_{error.status_code}", headers=dict(error.headers or {}))
        self.status = error.status_code  # type: ignore[misc]  # a class constant elsewhere, the vendor's number here
        self.title = str(error.detail)  # type: ignore[misc]


def from_status(error: HTTPException) -> AppError:
    if error.status_code == 404:
        return NotFound("There is nothing at this address.")
    if error.status_code == 413:
        return TooLarge(str(error.detail))
    if error.status_code == 400:
        # Nested too deep, a number of thousands of digits, bytes that are not UTF-8.
        return BadRequest("The request body can't be read as JSON.", code="invalid_json")
    return HttpError(error)
