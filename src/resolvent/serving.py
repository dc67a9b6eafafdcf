"""One uvicorn in this process."""

import signal
import socket
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI

from resolvent.config import Settings
from resolvent.standing import leave_out_of_collections
from resolvent.start import StartError


def bind(settings: Settings) -> socket.socket:
    """Taken before the database starts, so that a busy port is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise StartError(
            f"{settings.host}:{settings.port} can't be used ({error.strerror}). Choose another with --port, or stop what holds it."
        ) from error
    listener.listen(2048)
    return listener


def prepare(settings: Settings, database_url: str, secret_key: str, *, jobs: bool) -> FastAPI:
    from resolvent.app import create_app
    from resolvent.notes.warm import start_warming

    start_warming()
    return create_app(settings, database_url, secret_key, jobs=jobs)


def serve_until_stopped(app: FastAPI, listener: socket.socket) -> None:
    """uvicorn raises the signal that stopped it once more when it is done: it then unwinds us, so that the database is
    stopped in order as well."""
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, unwind)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
    )
    leave_out_of_collections()
    uvicorn.Server(config).run(sockets=[listener])


def unwind(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
