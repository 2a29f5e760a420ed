"""Each stage of the coding alone, on public gold data, by the scorers beside this file.

The gold is in folders beside that of the treebanks (`bench.corpora.FOLDER`): `events/plover_gsr.jsonl` (PLOVER gold standard records),
`events/ngec_actor.jsonl` (actor phrases of NGEC's tests), `geo/*.jsonl` (LGL, GeoWebNews, TR-News, GeoVirus), `time/*.jsonl`
(TempEval-3 platinum, WikiWars), `quotes/polnear.jsonl` (PolNeAR). Figures of a development half: errors in it were read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import corpora
from bench.picture import vedette

HERE = Path(__file__).resolve().parent
GOLD = corpora.FOLDER.parent
FILES = {
    "events": "events/plover_gsr.jsonl",
    "actors": "events/ngec_actor.jsonl",
    "lgl": "geo/lgl.jsonl",
    "gwn": "geo/gwn.jsonl",
    "trnews": "geo/trnews.jsonl",
    "geovirus": "geo/geovirus.jsonl",
    "platinum": "time/te3-platinum.jsonl",
    "wikiwars": "time/wikiwars.jsonl",
    "quotes": "quotes/polnear.jsonl",
}
QUOTED = 100
"""Documents of PolNeAR that are read, a fixed sample."""


def complete() -> bool:
    """Whether all gold files are there; names those that are not."""
    missing = [f for f in FILES.values() if not (GOLD / f).exists()]
    if missing:
        print(f"not in {GOLD}: {', '.join(missing)}; python -m pydoc bench.stages says what they are")
    return not missing


def script(name: str, *arguments: str | Path) -> str:
    """What a scorer or converter prints."""
    command = [sys.executable, str(HERE / name), *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout


def predicted(kind: str, gold: Path, here: Path, *limit: str) -> Path:
    """Predictions of our own command for a gold file, in the scorers' shape."""
    reports, read, out = here / "reports.jsonl", here / "read.jsonl", here / f"{kind}.jsonl"
    script("gold_to_reports.py", gold, *limit, "-o", reports)
    read.write_text(vedette("read", reports, "--format", "jsonl", "--quiet"), "utf-8")
    more: list[str | Path] = [] if kind == "events" else ["--gold", gold]
    script("read_to_predictions.py", kind, read, *more, "-o", out)
    return out


def percent(value: float | None) -> float:
    """A share in percent."""
    return round(100 * (value or 0.0), 1)


def events(here: Path) -> dict[str, float]:
    """PLOVER records: type F1, countries of both sides, and all three right."""
    gold, figures = GOLD / FILES["events"], here / "figures.json"
    script("score_events.py", gold, "--pred", predicted("events", gold, here), "--json", figures)
    f = json.loads(figures.read_text("utf-8"))
    shares = {"type F1": f["type_micro"][2], "source": f["source_country"]["rate"], "target": f["target_country"]["rate"]}
    return {k: percent(v) for k, v in (shares | {"mode": f["mode"]["rate"], "all three": f["tuple"]["rate"]}).items()}


def actors(here: Path) -> dict[str, float]:
    """Actor phrases: country, first sector, both."""
    gold, given, out = GOLD / FILES["actors"], here / "given.jsonl", here / "actors.jsonl"
    script("score_actors.py", gold, "--input", "-o", given)
    out.write_text(vedette("actors", given), "utf-8")
    f = json.loads(script("score_actors.py", gold, "--pred", out, "--json"))
    return {k: percent(f[k]["rate"]) for k in ("country", "sector", "both")}


def places(name: str, here: Path) -> dict[str, float]:
    """Given toponyms that have a point: within 161 km, and in the right country."""
    gold, given, found, out = GOLD / FILES[name], here / "given.jsonl", here / "places.jsonl", here / "geo.jsonl"
    script("gold_to_reports.py", gold, "--spans", "-o", given)
    found.write_text(vedette("places", given), "utf-8")
    script("read_to_predictions.py", "geo", found, "--gold", gold, "-o", out)
    f: dict[str, Any] = json.loads(script("score_geo.py", "--gold", gold, "--pred", out, "--json"))
    (figures,) = f.values()
    return {"within 161 km": percent(figures["resolution_all_gold"]["acc@161"]), "country": percent(figures["country_all_gold"])}


def found(name: str, here: Path) -> dict[str, float]:
    """Toponyms that we find ourselves: overlap F1, and all gold ones within 161 km."""
    gold = GOLD / FILES[name]
    f: dict[str, Any] = json.loads(script("score_geo.py", "--gold", gold, "--pred", predicted("geo", gold, here), "--json"))
    (figures,) = f.values()
    return {
        "overlap F1": percent(figures["recognition_overlap"]["f1"]),
        "within 161 km": percent(figures["resolution_all_gold"]["acc@161"]),
    }


def times(name: str, here: Path) -> dict[str, float]:
    """Time expressions: span and value F1."""
    gold = GOLD / FILES[name]
    f = json.loads(script("score_time.py", "--gold", gold, "--pred", predicted("time", gold, here), "--json"))
    (figures,) = f.values()
    shares = {"span strict": figures["strict"]["f1"], "span relaxed": figures["relaxed"]["f1"], "value F1": figures["value_f1"]}
    return {k: percent(v) for k, v in shares.items()}


def quotes(here: Path) -> dict[str, float]:
    """Who said what: soft content F1, and content with its source F1."""
    gold, sample = GOLD / FILES["quotes"], here / "sample.jsonl"
    out = predicted("quotes", gold, here, "--limit", str(QUOTED))
    read = {json.loads(line)["id"] for line in (here / "reports.jsonl").read_text("utf-8").splitlines()}
    with gold.open(encoding="utf-8") as lines:
        sample.write_text("".join(line for line in lines if json.loads(line)["id"] in read), "utf-8")
    f = json.loads(script("score_quotes.py", "--gold", sample, "--pred", out, "--json"))
    return {"content": percent(f["content_soft"]["f1"]), "with source": percent(f["joint_source"]["f1"])}


def measure() -> dict[str, dict[str, float]]:
    """All stages, by name, in percent."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        out = {"events: PLOVER gold records": events(here), "actors: NGEC phrases": actors(here)}
        for name in ("lgl", "gwn", "trnews", "geovirus"):
            out[f"places: {name}, given spans"] = places(name, here)
            out[f"places: {name}, found"] = found(name, here)
        for name in ("platinum", "wikiwars"):
            out[f"times: {name}"] = times(name, here)
        out[f"quotes: PolNeAR, {QUOTED} documents"] = quotes(here)
    return out


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
