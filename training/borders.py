"""Build `src/vedette/resolve/data/place_borders.tsv`: about where the border of two countries runs, told by the settlements on its two sides.

    PYTHONPATH=src python -m training.borders

For each two countries the settlements of either that lie within 40 km of one of the other's (or within one and a half times the least
distance, where that is more): the mean of their points, and the distance that holds four in five of them. Countries more than 150 km apart have no row.
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

import numpy as np

from vedette.resolve.gazetteer import DATA, ENTRY, Gazetteer

CELL = 1.5
"""Degrees: two settlements within 150 km lie in one cell or in neighbouring ones, but for the far north."""
PER_CELL = 60
NEAR, FAR = 40.0, 150.0


def settlements() -> dict[tuple[int, int], dict[str, list[tuple[float, float]]]]:
    """Points of the most peopled settlements by cell and country."""
    gazetteer = Gazetteer.open()
    h, meta = gazetteer._header, gazetteer._meta
    found: dict[tuple[int, int], dict[str, list[tuple[int, float, float]]]] = defaultdict(lambda: defaultdict(list))
    for i in range(h.areas, h.entries):
        _, lat, lon, population, _, _, country, _ = ENTRY.unpack_from(gazetteer._bytes, h.entry + i * ENTRY.size)
        lat, lon = lat / 1e5, lon / 1e5
        found[(math.floor(lat / CELL), math.floor(lon / CELL))][meta["countries"][country]].append((population, lat, lon))
    return {
        cell: {c: [(lat, lon) for _, lat, lon in sorted(points, reverse=True)[:PER_CELL]] for c, points in by.items()}
        for cell, by in found.items()
    }


def between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distances in km of all points of two lists."""
    east = (a[:, None, 1] - b[None, :, 1] + 180) % 360 - 180
    flat = np.cos(np.radians((a[:, None, 0] + b[None, :, 0]) / 2))
    return 111.2 * np.hypot(a[:, None, 0] - b[None, :, 0], east * flat)


def main() -> None:
    cells = settlements()
    pairs: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for (x, y), here in cells.items():
        around: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                for country, points in cells.get((x + i, y + j), {}).items():
                    around[country] += points
        for country, points in here.items():
            for other, others in around.items():
                if other == country or not country or not other:
                    continue
                own = np.array(points)
                nearest = between(own, np.array(others)).min(axis=1)
                first, second = sorted((country, other))
                pairs[(first, second)] += [(float(d), *p) for d, p in zip(nearest, points, strict=True) if d <= FAR]
    rows = ["first\tsecond\tlat\tlon\tradius"]
    for (first, second), found in sorted((k, v) for k, v in pairs.items() if v):
        least = min(d for d, _, _ in found)
        points = np.array([(lat, lon) for d, lat, lon in found if d <= max(NEAR, 1.5 * least)])
        lat, lon = float(points[:, 0].mean()), _mean_lon(points[:, 1])
        reach = np.sort(between(points, np.array([[lat, lon]]))[:, 0])[int(len(points) * 0.8)]
        rows.append(f"{first}\t{second}\t{lat:.2f}\t{lon:.2f}\t{max(10, round(float(reach)))}")
    out = Path(DATA) / "place_borders.tsv"
    out.write_text("\n".join(rows) + "\n", "utf-8")
    print(f"{out.name}: {len(rows) - 1} borders")


def _mean_lon(lons: np.ndarray) -> float:
    """Mean of longitudes, also across the 180th meridian."""
    first = float(lons[0])
    mean = first + float(((lons - first + 180) % 360 - 180).mean())
    return (mean + 180) % 360 - 180


if __name__ == "__main__":
    main()
