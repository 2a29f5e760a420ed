"""Makes the pictures of the board in `docs/images/` anew, from the example situation, in Debian's chromium (needs the development tools).

Run from the repository root: `python docs/screenshots.py`; `--db FILE` takes a database that `vedette demo` has filled.
"""

from __future__ import annotations

import argparse
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.web.browser import chromium, served, watched  # noqa: E402 (the root first)

IMAGES = ROOT / "docs/images"
LARGEST = 200_000
"""Bytes of a picture at most."""
COLOURS = 224


def main() -> None:
    """Fill a database, open its pages, keep what they look like."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--db")
    given = options.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        if given.db:
            path.write_bytes(Path(given.db).read_bytes())
        else:
            subprocess.run([sys.executable, "-m", "vedette", "--db", str(path), "demo"], check=True)  # noqa: S603
        with served(str(path)) as base, chromium() as browser, watched(browser, base) as page:
            page.goto(f"{base}/?lang=en")
            saved("board", page.screenshot())
            page.goto(f"{base}/?map=1")
            page.locator("html[data-map=idle]").wait_for(timeout=60_000)
            page.locator(".list a[data-incident]").nth(5).click()
            page.locator("#detail .quote").first.wait_for()
            page.wait_for_timeout(1500)
            saved("map", page.screenshot())
            page.goto(f"{base}/triage")
            page.keyboard.press("j")
            page.keyboard.press("Enter")
            page.locator("#title").wait_for()
            page.evaluate("document.activeElement.blur()")
            page.wait_for_timeout(1000)
            saved("triage", page.screenshot())


def saved(name: str, png: bytes) -> None:
    """Keep a picture with fewer colours, so that it is small. Raises ValueError where it is not."""
    small = packed(unpacked(png))
    if len(small) > LARGEST:
        raise ValueError(f"{name}: {len(small):,} bytes, more than {LARGEST:,}")
    (IMAGES / f"{name}.png").write_bytes(small)
    print(f"docs/images/{name}.png {len(small):,}")


def unpacked(png: bytes) -> NDArray[np.uint8]:
    """The pixels (rows, columns, 3) of a PNG of 8-bit RGB or RGBA without interlacing, as browsers write it."""
    at, data, head = 8, b"", b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        head, data = (body, data) if kind == b"IHDR" else (head, data + body) if kind == b"IDAT" else (head, data)
        at += 12 + length
    width, height = struct.unpack(">II", head[:8])
    step = 3 if head[9] == 2 else 4
    raw, size = zlib.decompress(data), width * step
    above, rows = bytearray(size), []
    for n in range(height):
        how, line = raw[n * (size + 1)], bytearray(raw[n * (size + 1) + 1 : (n + 1) * (size + 1)])
        for i in range(size if how else 0):
            left, up, corner = (line[i - step] if i >= step else 0), above[i], (above[i - step] if i >= step else 0)
            line[i] = (line[i] + (left, up, (left + up) // 2, paeth(left, up, corner))[how - 1]) & 255
        rows.append(bytes(line))
        above = line
    return np.frombuffer(b"".join(rows), np.uint8).reshape(height, width, step)[:, :, :3]


def paeth(left: int, up: int, corner: int) -> int:
    """Which of three neighbours is nearest to what they foretell."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda x: abs(guess - x))


def packed(pixels: NDArray[np.uint8]) -> bytes:
    """The same with at most `COLOURS` colours: the commonest, and for each other the nearest of them."""
    flat = pixels.reshape(-1, 3).astype(np.int32)
    code = (flat[:, 0] << 16) | (flat[:, 1] << 8) | flat[:, 2]
    found, inverse, counts = np.unique(code, return_inverse=True, return_counts=True)
    kept = found[np.argsort(-counts)[:COLOURS]]
    palette = np.stack([kept >> 16, (kept >> 8) & 255, kept & 255], 1)
    every = np.stack([found >> 16, (found >> 8) & 255, found & 255], 1)
    nearest = np.array([int(np.argmin(((palette - colour) ** 2).sum(1))) for colour in every], np.uint8)
    rows = nearest[inverse].reshape(pixels.shape[:2])
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 3, 0, 0, 0)),
        (b"PLTE", palette.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


if __name__ == "__main__":
    main()
