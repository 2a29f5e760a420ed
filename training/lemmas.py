"""Build the lemma table from the treebanks' training parts and our own list (a step of `python -m training prepare`)."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from training.corpora import HERE, conllu, lines
from vedette.language.lemmas import LONGEST, NAMES, Lemmas, rule


def irregular_forms() -> Iterator[tuple[str, str, str]]:
    """(tag, form, lemma) of `data/lemmas/irregular.txt`."""
    for line in lines(HERE / "data/lemmas/irregular.txt"):
        if line.startswith("#") or not line.strip():
            continue
        if "=" in line:
            lemma, _, plural = line.split()
            yield "NNS", plural, lemma
        else:
            lemma, past, participle = line.split()
            yield from (("VBD", past, lemma), ("VBN", participle, lemma))


def regular_forms() -> Iterator[tuple[str, str, str]]:
    """(tag, form, lemma) of the regular forms of the verbs in `data/lemmas/verbs.txt`."""
    for line in lines(HERE / "data/lemmas/verbs.txt"):
        for word in line.split() if not line.startswith("#") else []:
            verb = word.rstrip("+")
            stem = verb + verb[-1] if word.endswith("+") else verb
            if verb.endswith("e"):
                past, ing = verb + "d", verb + "ing" if verb.endswith("ee") else verb[:-1] + "ing"
            elif verb.endswith("y") and verb[-2] not in "aeiou":
                past, ing = verb[:-1] + "ied", verb + "ing"
            else:
                past, ing = stem + "ed", stem + "ing"
            if verb.endswith("y") and verb[-2] not in "aeiou":
                third = verb[:-1] + "ies"
            else:
                third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
            for tag, form in (("VBD", past), ("VBN", past), ("VBG", ing), ("VBZ", third)):
                yield tag, form, verb


def build(corpora: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Words whose lemma the endings would get wrong, and the endings: tag → key → `cut append` or the lemma."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for f in ("en_ewt-ud-train", "en_gum-permitted-train"):
        for e in conllu(corpora / f"{f}.conllu.gz"):
            for form, lemma, xpos in zip(e["words"], e["lemmas"], e["xpos"], strict=True):
                if lemma != "_" or form == "_":
                    seen[xpos, form.lower()][lemma] += 1
    best = {k: c.most_common(1)[0][0] for k, c in seen.items()}
    verbs = {lemma for _, _, lemma in chain(irregular_forms(), regular_forms())}
    for xpos, low, lemma in chain(irregular_forms(), regular_forms()):
        # A treebank's lemma that is no verb of ours is a slip where the form is one of ours ("fled" of "flead").
        if (xpos, low) not in best or (xpos[0] == "V" and best[xpos, low] not in verbs):
            best[xpos, low] = lemma
            seen[xpos, low][lemma] += 1
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (xpos, low), lemma in best.items():
        if xpos not in NAMES and not lemma.islower():
            continue
        cut, add = rule(low, lemma.lower() if xpos in NAMES else lemma)
        for n in range(1, min(LONGEST, len(low)) + 1):
            votes[xpos, low[-n:]][f"{cut} {add}"] += 1
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


def write_lemmas(corpora: Path, out: Path) -> None:
    """Write `lemmas.json.gz` and print its accuracy on the development parts, with gold tags."""
    data = build(corpora)
    path = out / "lemmas.json.gz"
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as f:
        f.write(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())
    table = Lemmas(out)
    for name in ("en_ewt-ud-dev", "en_gum-permitted-dev"):
        rows = [w for e in conllu(corpora / f"{name}.conllu.gz") for w in zip(e["words"], e["lemmas"], e["xpos"], strict=True)]
        right = sum(lemma in ("_", table.lemma(form, xpos)) for form, lemma, xpos in rows)
        print(f"lemmas: {name} {100 * right / len(rows):.2f} with gold tags")
    print(
        f"lemmas: {path.stat().st_size:,} bytes, {sum(map(len, data['words'].values())):,} words, {sum(map(len, data['endings'].values())):,} endings"
    )
