"""Mail: mbox files, Maildir folders, and mailboxes on a server (IMAP)."""

from __future__ import annotations

import email
import email.policy
import imaplib
import mailbox
import os
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vedette.domain.feeds import Found
from vedette.errors import NotFound, Refused, Unreachable, Unreadable
from vedette.ingest.feeds import WORDS, believable, plain

LARGEST = 5_000_000
"""Bytes of a message that is read."""
AT_ONCE = 200
"""Messages taken of a server in one look."""
TIMEOUT = 20.0
PASSWORD = "VEDETTE_IMAP_PASSWORD"  # noqa: S105 (the name of a variable)


def message(data: bytes, now: datetime) -> Found | None:
    """A message as an item: its subject, its text (plain before HTML) and its date; None where it has no text. Attachments are left."""
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    try:
        body = parsed.get_body(("plain", "html"))
        words = str(body.get_content()) if body is not None else ""
    except (LookupError, ValueError, KeyError, AttributeError):
        return None
    if not words.strip():
        return None
    title = plain(_header(parsed, "Subject"))
    guid = _header(parsed, "Message-ID") or f"{title}\n{words[:2000]}"
    return Found(guid=guid[:2000], title=title, words=words.strip()[:WORDS], published=_date(parsed, now))


def _header(parsed: EmailMessage, name: str) -> str | None:
    try:
        value = parsed[name]
    except (ValueError, LookupError, AttributeError, IndexError):  # headers come broken in every way
        return None
    return " ".join(str(value).split()) or None if value is not None else None


def _date(parsed: EmailMessage, now: datetime) -> str | None:
    from email.utils import parsedate_to_datetime

    value = _header(parsed, "Date")
    try:
        at = parsedate_to_datetime(value) if value else None
        return believable(at if at.tzinfo else at.replace(tzinfo=UTC), now) if at else None
    except (ValueError, TypeError, OverflowError):
        return None


def local(path: str, kind: str, now: datetime) -> tuple[list[Found], str | None]:
    """The messages of a mailbox file (`mbox`) or folder (`maildir`), and a note on those that were too large. It is only read, never
    changed. Raises NotFound, Unreadable.
    """
    place = Path(path)
    if not (place.is_dir() if kind == "maildir" else place.is_file()):
        raise NotFound(f"{path}: no such {'folder' if kind == 'maildir' else 'file'}")
    out: list[Found] = []
    large = 0
    try:
        for data in _maildir(place) if kind == "maildir" else _mbox(place):
            if len(data) > LARGEST:
                large += 1
            elif (found := message(data, now)) is not None:
                out.append(found)
    except OSError as e:
        raise Unreadable(f"{path}: cannot be read ({(e.strerror or str(e)).lower()})") from None
    return out, f"{large} messages over {LARGEST // 1_000_000} MB left out" if large else None


def _mbox(place: Path) -> Iterator[bytes]:
    box = mailbox.mbox(place, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def _maildir(place: Path) -> Iterator[bytes]:
    for part in ("new", "cur"):
        folder = place / part
        if folder.is_dir():
            for file in sorted(folder.iterdir()):
                if file.is_file() and not file.name.startswith("."):
                    with file.open("rb") as stream:
                        yield stream.read(LARGEST + 1)


# -- IMAP -------------------------------------------------------------------------------------------------------------------


def imap(url: str, mark: str | None, now: datetime) -> tuple[list[Found], str, str | None]:
    """New messages of a mailbox on a server, a mark of how far it was read, and a note on those that were too large.

    `imaps://USER@HOST/FOLDER`; the password stands in VEDETTE_IMAP_PASSWORD. The mailbox is opened for reading only: nothing is marked as
    seen. Without encryption (`imap://`) only this machine is asked. Raises InputError.
    """
    parts = urlsplit(url)
    host, user = parts.hostname or "", unquote(parts.username or "")
    if parts.password:
        raise Refused(f"{url.replace(parts.password, '…')}: give no password in the address; put it into {PASSWORD}")
    if parts.scheme == "imap" and host not in ("localhost", "127.0.0.1", "::1"):
        raise Refused(f"{url}: would send the password unencrypted; use imaps://")
    secret = os.environ.get(PASSWORD)
    if not user or secret is None:
        raise Refused(f"{url}: needs a user in the address (imaps://USER@HOST/FOLDER) and its password in {PASSWORD}")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    box: imaplib.IMAP4 | None = None
    try:
        if parts.scheme == "imap":
            box = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
        else:
            box = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
        box.login(user, secret)
        return _new(box, url, folder, mark, now)
    except imaplib.IMAP4.error as e:
        raise Refused(f"{url}: the server refuses ({' '.join(str(e).split())[:200]})") from None
    except OSError as e:
        raise Unreachable(f"{url}: cannot be reached ({(e.strerror or str(e)).lower()}); check the address and the network") from None
    finally:
        if box is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                box.logout()


def _new(box: imaplib.IMAP4, url: str, folder: str, mark: str | None, now: datetime) -> tuple[list[Found], str, str | None]:
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    status, _ = box.select(f'"{quoted}"', readonly=True)
    if status != "OK":
        raise NotFound(f"{url}: no such folder on the server")
    validity = (box.response("UIDVALIDITY")[1] or [b"0"])[0] or b"0"
    epoch = validity.decode("ascii", "replace") if isinstance(validity, bytes) else "0"
    held, _, last = (mark or "").partition(":")
    begin = int(last) + 1 if held == epoch and last.isdecimal() else 1
    _, rows = box.uid("SEARCH", "UID", f"{begin}:*")
    numbers = sorted(n for n in (int(x) for x in (rows[0] or b"").split()) if n >= begin)[:AT_ONCE]
    out: list[Found] = []
    large = 0
    for n in numbers:
        _, answer = box.uid("FETCH", str(n), "(RFC822.SIZE)")
        size = re.search(rb"RFC822\.SIZE (\d+)", answer[0] if answer and isinstance(answer[0], bytes) else b"")
        if size and int(size[1]) > LARGEST:
            large += 1
            continue
        _, answer = box.uid("FETCH", str(n), "(BODY.PEEK[])")
        data = next((x[1] for x in answer if isinstance(x, tuple)), None)
        if isinstance(data, bytes) and (found := message(data, now)) is not None:
            out.append(found)
    return (
        out,
        f"{epoch}:{numbers[-1] if numbers else begin - 1}",
        f"{large} messages over {LARGEST // 1_000_000} MB left out" if large else None,
    )
