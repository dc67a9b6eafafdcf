"""The command line: run, serve, worker, migrate, demo, eval, token, doctor, openapi."""

import asyncio
import json
import socket
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from resolvent.config import Settings

app = typer.Typer(
    help="Resolvent takes a support ticket to a verified resolution.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
token_app = typer.Typer(help="API tokens.", no_args_is_help=True)
app.add_typer(token_app, name="token")


def main() -> None:
    """Errors that have a sentence are shown as that sentence, without a stack trace."""
    from sqlalchemy.exc import OperationalError

    from resolvent.postgres import PostgresError
    from resolvent.start import StartError

    try:
        app()
    except (StartError, PostgresError) as error:
        sys.exit(f"resolvent: {error}")
    except OperationalError as error:
        sys.exit(f"resolvent: The database can't be reached: {str(error.orig).strip()}")


Port = Annotated[int | None, typer.Option(help="TCP port; 0 takes a free one.")]
Host = Annotated[str | None, typer.Option(help="Address to listen on.")]


def read_settings(host: str | None = None, port: int | None = None) -> Settings:
    from resolvent.logs import configure_logs

    given = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as error:
        # No value is repeated: one of them may be a key.
        for one in error.errors(include_url=False, include_input=False):
            typer.echo(f"RESOLVENT_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}", err=True)
        raise typer.Exit(2) from None
    configure_logs(settings.log_level, settings.log_format)
    return settings


@app.command()
def run(
    host: Host = None,
    port: Port = None,
    samples: Annotated[bool, typer.Option(help="Fill a new local desk with sample tickets.")] = True,
) -> None:
    """All in one: the embedded database (unless RESOLVENT_DATABASE_URL is set), the page, the jobs."""
    from resolvent.migrations import migrate as bring_up
    from resolvent.progress import tell_step
    from resolvent.serving import bind, prepare, serve_until_stopped
    from resolvent.start import application_url, load_secret_key, make_first_account, open_database, renew_link

    began = time.monotonic()
    settings = read_settings(host, port)
    listener = bind(settings)
    with open_database(settings) as url:
        key = load_secret_key(settings)
        with tell_step("Bringing the database to this release's schema"):
            bring_up(url)
        with tell_step("Loading the application"):
            serve_app = prepare(settings, application_url(settings, url), key, jobs=True)
        with tell_step("Making the first account and its local desk"):
            first = asyncio.run(make_first_account(url, samples=samples))
        token = first.token if first is not None else asyncio.run(renew_link(url))
        address = public_address(settings, listener)
        typer.echo(f"Resolvent is at {address}  (ready in {time.monotonic() - began:.1f} s)")
        if token is not None:
            typer.echo(f"Sign in once with this link: {address}/login#token={token}")
        sys.stdout.flush()
        serve_until_stopped(serve_app, listener)


def public_address(settings: Settings, listener: socket.socket) -> str:
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host, port = listener.getsockname()[:2]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 (compared, not bound)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


@app.command()
def serve(host: Host = None, port: Port = None) -> None:
    """The page and the API only, for several replicas on one database. Run `migrate` first and `worker` beside it."""
    from resolvent.serving import bind, prepare, serve_until_stopped
    from resolvent.start import load_secret_key

    settings = read_settings(host, port)
    listener = bind(settings)
    serve_app = prepare(settings, need_url(settings), load_secret_key(settings), jobs=False)
    typer.echo(f"Resolvent is at {public_address(settings, listener)}")
    sys.stdout.flush()
    serve_until_stopped(serve_app, listener)


@app.command()
def worker() -> None:
    """The jobs only."""
    from resolvent.jobs import work
    from resolvent.start import load_secret_key

    settings = read_settings()
    asyncio.run(work(need_url(settings), load_secret_key(settings), settings))


def need_url(settings: Settings) -> str:
    from resolvent.start import StartError

    if settings.database_url is None:
        raise StartError("This command needs RESOLVENT_DATABASE_URL; `resolvent run` brings its own database.")
    return settings.database_url.get_secret_value()


@app.command()
def migrate() -> None:
    """Bring the database to this release's schema, as its owner."""
    from resolvent.migrations import migrate as bring_up
    from resolvent.migrations import newest_revision
    from resolvent.progress import tell_step
    from resolvent.start import open_database

    with open_database(read_settings()) as url, tell_step("Bringing the database to this release's schema"):
        bring_up(url)
    typer.echo(f"The schema is at {newest_revision()}.")


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be deleted.")] = False,
) -> None:
    """Delete the sessions that are past the time their account keeps them. The jobs do so once a day by themselves."""
    from resolvent.owner import run_retention

    for line in run_retention(read_settings(), dry_run=dry_run):
        typer.echo(line)


@token_app.command("create")
def token_create(
    role: Annotated[str, typer.Option(help="engineer, lead or admin.")] = "engineer",
    name: Annotated[str, typer.Option(help="To tell tokens apart.")] = "command line",
    days: Annotated[int, typer.Option(help="Until it expires.")] = 90,
) -> None:
    """Print a new API token of the first administrator, and nothing else."""
    from resolvent.accounts.models import Role
    from resolvent.owner import create_owner_token

    settings = read_settings()
    typer.echo(create_owner_token(settings, Role(role), name, days))


@app.command()
def doctor() -> None:
    """Check this installation, step by step."""
    from resolvent.doctor import examine

    settings = read_settings()
    healthy = True
    for name, ok, detail in examine(settings):
        typer.echo(f"{'ok  ' if ok else 'FAIL'}  {name}: {detail}")
        healthy = healthy and ok
    raise typer.Exit(0 if healthy else 1)


@app.command()
def openapi(path: Annotated[Path | None, typer.Argument(help="File to write; none: standard output.")] = None) -> None:
    """Print the API's description."""
    from resolvent.app import create_app

    document = create_app(Settings(), "postgresql://nobody@localhost/none", "x" * 32).openapi()
    text = json.dumps(document, indent=2, sort_keys=True) + "\n"
    if path is None:
        typer.echo(text, nl=False)
    else:
        path.write_text(text)


@app.command()
def demo(
    rt: Annotated[str | None, typer.Option(help="Address of a Request Tracker to play against.")] = None,
    rt_user: Annotated[str, typer.Option(help="Its user.")] = "root",
    rt_password: Annotated[str, typer.Option(help="Its password.")] = "",
    rt_queue: Annotated[str, typer.Option(help="Its queue.")] = "Helpdesk",
    keep: Annotated[bool, typer.Option(help="Keep the instance's data folder and print it.")] = False,
) -> None:
    """Play the whole journey over HTTP on a fresh instance, and prove each step."""
    from resolvent.demo.desks import RtTarget
    from resolvent.demo.play import play

    target = RtTarget(rt, rt_user, rt_password, rt_queue) if rt else None
    raise typer.Exit(0 if play(target, keep=keep) else 1)


@app.command()
def mcp(
    url: Annotated[
        str | None,
        typer.Option(help="A running Resolvent; none: where this installation listens.", envvar="RESOLVENT_URL"),
    ] = None,
    token: Annotated[str, typer.Option(help="API token.", envvar="RESOLVENT_TOKEN")] = "",
) -> None:
    """An MCP server on standard input and output, with the rights of an API token. See docs/mcp.md."""
    from resolvent.mcp_server.stdio import serve_stdio

    if not token:
        sys.exit("resolvent mcp: Set RESOLVENT_TOKEN to an API token. You make one in Settings, API tokens.")
    settings = read_settings()
    address = url or settings.public_url or f"http://{settings.host}:{settings.port}"
    asyncio.run(serve_stdio(address.rstrip("/"), token))


@app.command(name="eval")
def evaluate(
    cases: Annotated[str, typer.Option(help="Names of cases, as a pattern such as `printing-*`.")] = "*",
    kind: Annotated[list[str] | None, typer.Option(help="Only cases of this kind; may be repeated.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Cases of your own instead of the shipped ones.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the result and the report.")] = Path("eval"),
    url: Annotated[str | None, typer.Option(help="A running instance; none: a fresh one of its own.")] = None,
    token: Annotated[str, typer.Option(help="API token for --url.", envvar="RESOLVENT_TOKEN")] = "",
    model: Annotated[str | None, typer.Option(help="Model of the fresh instance; none: the configured one.")] = None,
    at_once: Annotated[int, typer.Option(help="Cases at the same time.", min=1, max=16)] = 2,
    compare: Annotated[Path | None, typer.Option(help="An older result.json to compare with.")] = None,
    baseline: Annotated[
        str | None, typer.Option(help="A result.json to hold against; `shipped`: the one that comes along.")
    ] = None,
    fail_on_regression: Annotated[
        bool, typer.Option(help="Exit with 1 when a score is worse than the baseline's.")
    ] = False,
    tolerance: Annotated[
        float, typer.Option(help="How much worse is not yet a regression: 0.02 are two percent points.")
    ] = 0.0,
    extraction_data: Annotated[
        Path | None, typer.Option(help="Folder with extraction.jsonl; none: that score is skipped.")
    ] = None,
) -> None:
    """Play the quality cases over HTTP, and write scores with intervals and a report."""
    from resolvent.cases.case import CaseError
    from resolvent.evals.choice import SHIPPED, load_cases
    from resolvent.evals.result import ResultError
    from resolvent.evals.run import SHIPPED_BASELINE, EvalFailed, Options, run

    if url and not token:
        raise typer.BadParameter("--url needs --token.")
    held = None if baseline is None else SHIPPED_BASELINE if baseline == "shipped" else Path(baseline)
    try:
        chosen = load_cases(folder or SHIPPED, cases, kind or ())
        options = Options(out, at_once, extraction_data, compare, held, fail_on_regression, tolerance)
        target = (url, token) if url else None
        raise typer.Exit(run(chosen, options, target, model or Settings().model))
    except (CaseError, ResultError, EvalFailed) as error:
        sys.exit(f"resolvent eval: {error}")


if __name__ == "__main__":
    main()
