"""Serves the board until it is stopped."""

from __future__ import annotations

import errno
import ipaddress
import socket
import ssl
import sys

from vedette.errors import UsageError

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def run(
    db: str,
    host: str = "127.0.0.1",
    port: int = 8000,
    situation: str | None = None,
    certificate: str | None = None,
    key: str | None = None,
) -> None:
    """Serve the board of a database until Ctrl-C. `situation` is the one shown first (None: the only one, else everything).

    With a certificate and its key (files in PEM form) it is served over https. Raises UsageError where the address cannot be
    listened on, or can be reached from elsewhere though no account was made; StoreError where the database cannot be used.
    """
    import uvicorn

    from vedette.web.app import create_app
    from vedette.web.desk import Desk

    desk = Desk(db, situation)
    if not local(host) and not desk.store.has_accounts():
        raise UsageError(
            f"other machines can reach {host}, so that people must sign in: make an account first with "
            f"`vedette --db {db} users add NAME --role admin`, or serve on 127.0.0.1"
        )
    _check(certificate, key)
    app = create_app(desk, hosts=names(host))
    with listening(host, port) as sock:
        shown = f"[{host}]" if ":" in host else host
        sys.stderr.write(f"serving http{'s' if certificate else ''}://{shown}:{sock.getsockname()[1]}\n")
        if not local(host) and not certificate:
            sys.stderr.write("passwords and pages go over the network unencrypted: give --certificate and --key\n")
        sys.stderr.flush()
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=2,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )

        class Ending(uvicorn.Server):
            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                if (pulse := getattr(app.state, "pulse", None)) is not None:
                    pulse.ending.set()  # streams end of themselves, before they would be cut off
                await super().shutdown(sockets)

        try:
            Ending(config).run(sockets=[sock])
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


def _check(certificate: str | None, key: str | None) -> None:
    if (certificate is None) != (key is None):
        raise UsageError("a certificate needs its key: give both --certificate and --key")
    if certificate and key:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
        except (OSError, ssl.SSLError) as e:
            raise UsageError(
                f"{certificate}, {key}: are no certificate and key that fit ({getattr(e, 'reason', None) or e.strerror})"
            ) from e
