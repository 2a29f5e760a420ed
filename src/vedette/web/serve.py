"""Serves the board until it is stopped."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys

from vedette.errors import UsageError

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def run(db: str, host: str = "127.0.0.1", port: int = 8000, situation: str | None = None) -> None:
    """Serve the board of a database until Ctrl-C. `situation` is the one shown first (None: the only one, else everything).

    Raises UsageError where the address cannot be listened on, StoreError where the database cannot be used.
    """
    import uvicorn

    from vedette.web.app import create_app
    from vedette.web.desk import Desk

    app = create_app(Desk(db, situation), hosts=names(host))
    with listening(host, port) as sock:
        shown = f"[{host}]" if ":" in host else host
        sys.stderr.write(f"serving http://{shown}:{sock.getsockname()[1]}\n")
        if not local(host):
            sys.stderr.write("everyone who can reach this machine can read it: the board has no login; whole texts are withheld\n")
        sys.stderr.flush()
        config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2)
        try:
            uvicorn.Server(config).run(sockets=[sock])
        except KeyboardInterrupt:  # how uvicorn passes Ctrl-C on, after it has ended in order
            return


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError with one line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as e:
        if e.errno == errno.EADDRINUSE:
            raise UsageError(f"port {port} on {host} is busy; name another with --port") from e
        if e.errno == errno.EACCES:
            raise UsageError(f"port {port} on {host} may not be used by this user; name one above 1023 with --port") from e
        raise UsageError(f"cannot listen on {host}, port {port} ({e.strerror or e}); name an address of this machine with --host") from e


def local(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def names(host: str) -> list[str]:
    """Host names that requests may bear: those of this machine where only it can ask (a page elsewhere that rebinds its name is refused)."""
    return [*LOOPBACK, "[::1]", host] if local(host) else ["*"]
