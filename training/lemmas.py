"""Build the lemma table from the treebanks' training parts: `python -m training.lemmas --corpora DIR --out FOLDER`."""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

from training.data import conllu
from vedette.language.lemmas import LONGEST, NAMES, Lemmas, rule


def build(corpora: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Words whose lemma the endings would get wrong, and the endings: tag → key → `cut append` or the lemma."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for f in ("en_ewt-ud-train", "en_gum-permitted-train"):
        for e in conllu(corpora / f"{f}.conllu.gz"):
            for form, lemma, xpos in zip(e["words"], e["lemmas"], e["xpos"], strict=True):
                if lemma != "_" or form == "_":
                    seen[xpos, form.lower()][lemma] += 1
    best = {k: c.most_common(1)[0][0] for k, c in seen.items()}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (xpos, low), lemma in best.items():
        cut, add = rule(low, lemma.lower() if xpos in NAMES else lemma)
        weight = 1
        for n in range(1, min(LONGEST, len(low)) + 1):
            votes[xpos, low[-n:]][f"{cut} {add}"] += weight
    endings: dict[str, dict[str, str]] = defaultdict(dict)
    for (xpos, ending), c in sorted(votes.items(), key=lambda x: (x[0][0], len(x[0][1]), x[0][1])):
        (r, n), total = c.most_common(1)[0], sum(c.values())
        if (total < 2 and len(ending) > 1) or (n < 0.6 * total and len(ending) > 1):
            continue
        # An ending that says the same as the next shorter one is left out.
        shorter = next((endings[xpos][ending[k:]] for k in range(1, len(ending)) if ending[k:] in endings[xpos]), None)
        if r != shorter:
            endings[xpos][ending] = r
    words: dict[str, dict[str, str]] = defaultdict(dict)
    table = Lemmas()
    table.__dict__["_table"] = ({}, endings)
    for xpos, low in sorted(seen):
        lemma = best[xpos, low]
        if xpos in NAMES:
            # Names differ from their form in few cases (plurals, abbreviations); mixed case is the form's own.
            if table.lemma(low, xpos) == lemma.lower():
                continue
        elif table.lemma(low, xpos) == lemma:
            continue
        words[xpos][low] = lemma
    return {"words": dict(words), "endings": dict(endings)}


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m training.lemmas", description=__doc__)
    p.add_argument("--corpora", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    data = build(a.corpora)
    a.out.mkdir(parents=True, exist_ok=True)
    path = a.out / "lemmas.json.gz"
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as f:
        f.write(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())
    table = Lemmas(a.out)
    for f in ("en_ewt-ud-dev", "en_gum-permitted-dev"):
        right = total = 0
        wrong: Counter[tuple[str, str, str, str]] = Counter()
        for e in conllu(a.corpora / f"{f}.conllu.gz"):
            for form, lemma, xpos in zip(e["words"], e["lemmas"], e["xpos"], strict=True):
                mine = table.lemma(form, xpos)
                ok = lemma in ("_", mine)
                right, total = right + ok, total + 1
                if not ok:
                    wrong[form, xpos, lemma, mine] += 1
        print(f"{f}: {100 * right / total:.2f} with gold tags; {wrong.most_common(40)}")
    print(
        f"{path}: {path.stat().st_size:,} bytes, {sum(map(len, data['words'].values())):,} words, {sum(map(len, data['endings'].values())):,} endings"
    )


if __name__ == "__main__":
    main()
