"""What a site's robots.txt allows (RFC 9309): of all rules that fit an address, the longest counts."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit


class Rules:
    """The rules of one robots.txt for one program: those of the groups that name it, else those for all.

    `agent` is the program's product name, such as `Vedette`.
    """

    def __init__(self, text: str, agent: str) -> None:
        groups: dict[str, list[tuple[bool, str]]] = {}
        names: list[str] = []
        naming = False
        for line in text.lstrip("\ufeff").splitlines():
            key, colon, value = line.partition("#")[0].partition(":")
            key, value = key.strip().lower(), value.strip()
            if not colon:
                continue
            if key == "user-agent":
                names = [*names, value.lower()] if naming else [value.lower()]
                groups.setdefault(value.lower(), [])
            elif key in ("allow", "disallow") and value:
                for name in names:
                    groups[name].append((key == "allow", _plain(value)))
            naming = key == "user-agent" or (naming and key not in ("allow", "disallow"))
        self.rules = groups.get(agent.lower(), groups.get("*", []))

    def allow(self, address: str) -> bool:
        """Whether the program may fetch an address; of two rules of one length, the one that allows counts."""
        parts = urlsplit(address)
        path = _plain((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return max(((len(p), allowed) for allowed, p in self.rules if _fits(p, path)), default=(0, True))[1]


def _plain(path: str) -> str:
    """A path with its characters escaped alike."""
    return quote(unquote(path), safe="/?=&*$;:@,+!'()~-._")


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says: `*` stands for any characters, `$` at its end for the end of the path."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not whole or at == len(path)
    for part in rest[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if whole else path.find(rest[-1], at) >= 0
