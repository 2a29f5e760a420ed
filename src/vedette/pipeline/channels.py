"""Ways to tell: e-mail, webhook, a folder of CAP documents, the terminal, the desktop. Each sends one message, or says why it could not."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from vedette import __version__
from vedette.domain import Alert, Telling
from vedette.errors import Refused, Unreachable, UsageError
from vedette.export import cap, messages
from vedette.ingest.fetch import _global as is_public
from vedette.store.alerts import Message

TIMEOUT = 20.0
"""Seconds for each step of a conversation with a server."""
WHOLE = 60.0
"""Seconds for a whole conversation: less than a message's lease, so that it is never sent by two at once."""
SCHEMES = ("mailto", "http", "https", "cap", "terminal", "desktop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What channels need, none of which is kept in the database. `smtp` is `smtp://user:password@host:587` or `smtps://…`, `sender` the address
    that mails come from, `secret` the key with which webhooks are signed, `private` the hosts in private networks that webhooks may
    go to, `board` the address of the board for links.
    """

    smtp: str | None = None
    sender: str | None = None
    secret: str | None = None
    private: frozenset[str] = frozenset()
    board: str | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """From VEDETTE_SMTP, VEDETTE_MAIL_FROM, VEDETTE_WEBHOOK_SECRET, VEDETTE_WEBHOOK_PRIVATE (hosts, by commas), VEDETTE_BOARD."""
        given = os.environ if environment is None else environment
        private = frozenset(h.strip().lower() for h in given.get("VEDETTE_WEBHOOK_PRIVATE", "").split(",") if h.strip())
        return cls(
            smtp=given.get("VEDETTE_SMTP") or None,
            sender=given.get("VEDETTE_MAIL_FROM") or None,
            secret=given.get("VEDETTE_WEBHOOK_SECRET") or None,
            private=private,
            board=given.get("VEDETTE_BOARD") or None,
        )


def checked(address: str) -> str:
    """An address that some channel serves. Raises UsageError."""
    said = "give mailto:NAME@HOST, https://…, cap:FOLDER, terminal: or desktop:"
    try:
        parts = urlsplit(address)
        good = parts.scheme in SCHEMES and address.isprintable() and len(address) <= 500
        if parts.scheme == "mailto":
            name, _, host = parts.path.rpartition("@")
            good = good and bool(name and host) and " " not in address and "," not in address and not parts.query and address.isascii()
        elif parts.scheme in ("http", "https"):
            good = good and bool(parts.hostname) and parts.port != 0 and parts.username is None and address.isascii()
        elif parts.scheme == "cap":
            good = good and bool(parts.path)
        else:
            good = good and not parts.path and not parts.netloc
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"{address[:80]}: no address to tell; {said}")
    return address


def send(message: Message, settings: Settings) -> None:
    """Send a message. Raises Unreachable where trying again may help, Refused where it will not, UsageError where a setting is missing."""
    checked(message.to)
    _CHANNELS[urlsplit(message.to).scheme](message, settings)


def _items(message: Message) -> list[tuple[Telling, Alert]]:
    return [(t.kind, a) for t, a in message.items]


def _mail(message: Message, settings: Settings) -> None:
    if not settings.smtp or not settings.sender:
        raise UsageError("no mail server; set VEDETTE_SMTP=smtp://HOST:25 and VEDETTE_MAIL_FROM=NAME@HOST")
    server = _server(settings.smtp)
    mail = EmailMessage()
    mail["From"], mail["To"] = messages.one_line(settings.sender), unquote(urlsplit(message.to).path)
    mail["Subject"] = messages.subject(_items(message), message.rule)
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{message.key}@vedette>"  # the same at every try: a server that has it already can tell
    mail["Auto-Submitted"] = "auto-generated"
    mail["References"] = f"<alert-{message.items[0][1].id}@vedette>"  # one thread for all that is told of an alert
    mail.set_content(messages.text(_items(message), settings.board))
    try:
        with _within() as watch:
            kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
            port = server.port or (465 if server.scheme == "smtps" else 25)
            smtp = kind(server.hostname or "", port, timeout=TIMEOUT)
            try:
                watch(smtp.sock)
                smtp.ehlo_or_helo_if_needed()
                if server.scheme == "smtp" and smtp.has_extn("starttls"):
                    smtp.starttls(context=ssl.create_default_context())
                    watch(smtp.sock)
                if server.username:
                    if server.scheme == "smtp" and not isinstance(smtp.sock, ssl.SSLSocket):
                        raise UsageError("the mail server offers no encryption; the password is not sent over a plain line")
                    smtp.login(unquote(server.username), unquote(server.password or ""))
                smtp.send_message(mail)
            finally:
                with suppress(smtplib.SMTPException, OSError):
                    smtp.quit()  # a mail that was taken is told, however the parting goes
    except smtplib.SMTPRecipientsRefused as e:
        code = next(iter(e.recipients.values()))[0]
        kind_ = Refused if code >= 500 else Unreachable
        raise kind_(f"{message.to}: the mail server refuses the address ({code})") from None
    except smtplib.SMTPAuthenticationError as e:
        raise Unreachable(f"the mail server refuses the login ({e.smtp_code}); correct VEDETTE_SMTP") from None
    except (smtplib.SMTPException, OSError, UnicodeError) as e:
        said = " ".join(str(e).split())[:200] or type(e).__name__
        raise Unreachable(f"the mail server {server.hostname} did not take it ({said})") from None


def _server(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        if parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise UsageError("VEDETTE_SMTP: write it as smtp://HOST:25 or smtps://USER:PASSWORD@HOST")


def signature(secret: str, at: int, body: bytes) -> str:
    """What a webhook's receiver checks: `t=SECONDS,v1=` and HMAC-SHA256 over the seconds, a dot and the body, in hex."""
    made = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def _webhook(message: Message, settings: Settings) -> None:
    import httpx

    if not settings.secret:
        raise UsageError("no key to sign webhooks with; set VEDETTE_WEBHOOK_SECRET")
    host = urlsplit(message.to).hostname or ""
    body = messages.payload(_items(message), key=message.key, rule=message.rule)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Vedette/{__version__}",
        "Idempotency-Key": message.key,
        "X-Vedette-Signature": signature(settings.secret, int(time.time()), body),
    }
    private = host.lower() in settings.private
    refused = Refused(f"{message.to}: lies in a private network; allow the host with VEDETTE_WEBHOOK_PRIVATE={host}")
    try:
        with _within() as watch, httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:

            def trace(step: str, told: dict[str, Any]) -> None:
                # The peer itself is looked at, before anything is sent: a name may lead elsewhere than it did a moment ago.
                if step == "connection.connect_tcp.complete":
                    stream = told["return_value"]
                    watch(stream.get_extra_info("socket"))
                    if not private and not is_public(str(stream.get_extra_info("server_addr")[0])):
                        stream.close()
                        raise refused

            with client.stream("POST", message.to, content=body, headers=headers, extensions={"trace": trace}) as answer:
                status = answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as e:
        said = " ".join(str(e).split())[:200] or type(e).__name__
        raise Unreachable(f"{message.to}: cannot be reached ({said})") from None
    if status in (408, 409, 425, 429) or status >= 500:
        raise Unreachable(f"{message.to}: answered {status}")
    if not 200 <= status < 300:
        raise Refused(f"{message.to}: answered {status}; correct the address, or what answers there")


def _folder(message: Message, settings: Settings) -> None:
    """One file an alert and version: written again it is the same file, so that it is there exactly once."""
    folder = Path(unquote(message.to.removeprefix("cap:")))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for _, alert in message.items:
            made = cap.document(alert, sender=settings.sender or "vedette@localhost", link=_link(settings, alert))
            path = folder / f"{cap.identifier(alert)}.xml"
            part = path.with_suffix(".part")
            with part.open("wb") as f:
                f.write(made)
                f.flush()
                os.fsync(f.fileno())
            part.replace(path)
    except OSError as e:
        raise Unreachable(f"{folder}: cannot be written ({(e.strerror or str(e)).lower()})") from None


def _link(settings: Settings, alert: Alert) -> str | None:
    return f"{settings.board.rstrip('/')}/alerts#a{alert.id}" if settings.board else None


def _terminal(message: Message, settings: Settings) -> None:
    """On standard output: the log, which programs read line by line, goes to the other."""
    rule, coding = messages.one_line(message.rule), sys.stdout.encoding or "utf-8"
    said = "".join(f"\a{alert.rang[11:16]}Z alert {alert.id}, {rule}: {messages.line(kind, alert)}\n" for kind, alert in _items(message))
    try:
        sys.stdout.write(said.encode(coding, "replace").decode(coding))
        sys.stdout.flush()
    except (OSError, ValueError):
        raise Unreachable("the terminal is gone") from None


def _desktop(message: Message, settings: Settings) -> None:
    program = shutil.which("notify-send")
    if program is None:
        raise UsageError("no notify-send on this machine; install it (Debian: libnotify-bin), or tell terminal:")
    said = "\n".join(messages.line(*item) for item in _items(message)[:5])
    try:
        subprocess.run(  # noqa: S603 # no shell; `--` ends the options
            [program, "--app-name=Vedette", "--", messages.subject(_items(message), message.rule), said],
            check=True,
            timeout=TIMEOUT,
            capture_output=True,
        )
    except (subprocess.SubprocessError, OSError) as e:
        raise Unreachable(f"the desktop does not show it ({type(e).__name__})") from None


_CHANNELS: dict[str, Callable[[Message, Settings], None]] = {
    "mailto": _mail,
    "http": _webhook,
    "https": _webhook,
    "cap": _folder,
    "terminal": _terminal,
    "desktop": _desktop,
}


class _within:  # noqa: N801 # a context manager, used like a function
    """Cuts a conversation that is not done in `WHOLE` seconds, however slowly it still drips."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(WHOLE, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Callable[[socket.socket | None], None]:
        self._timer.start()
        return self._watch

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _watch(self, found: socket.socket | None) -> None:
        self._socket = found

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
