"""Where the gold data is, and what to download where it is not."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("VEDETTE_CORPORA", ROOT.parent / "shared/corpora/syntax"))
FILES = {
    "ewt-train": "en_ewt-ud-train.conllu.gz",
    "ewt-test": "en_ewt-ud-test.conllu.gz",
    "gum-train": "en_gum-permitted-train.conllu.gz",
    "gum-test": "en_gum-permitted-test.conllu.gz",
    "uner-test": "uner-en_ewt-ud-test.iob2.gz",
}
WANTED = """the gold data is not in {folder}. Download it and name its folder in VEDETTE_CORPORA:
  github.com/UniversalDependencies/UD_English-EWT  (2.16) en_ewt-ud-{{train,test}}.conllu
  github.com/UniversalDependencies/UD_English-GUM  (2.16) the genres news interview bio voyage academic speech textbook
                                                   vlog court of en_gum-ud-{{train,test}}.conllu, as en_gum-permitted-…
  github.com/UniversalNER/UNER_English-EWT         en_ewt-ud-test.iob2, as uner-en_ewt-ud-test.iob2
Pack each with gzip."""


def path(name: str) -> Path | None:
    """The file of a corpus, None where it is not there."""
    p = FOLDER / FILES[name]
    return p if p.exists() else None


def text(name: str) -> str:
    """A corpus file's text."""
    p = path(name)
    assert p is not None
    with gzip.open(p, "rt", encoding="utf-8") as f:
        return f.read()


def complete() -> bool:
    """Whether all files are there; says what to download where they are not."""
    if all(path(n) for n in FILES):
        return True
    print(WANTED.format(folder=FOLDER))
    return False


def raw_text(conllu: str) -> str:
    """The running text of a treebank as the CoNLL 2018 shared task gave it: paragraphs apart by an empty line."""
    out, paragraph = [], ""
    sentence, space = "", True
    for line in [*conllu.splitlines(), ""]:
        if line.startswith(("# newdoc", "# newpar")):
            if paragraph.strip():
                out.append(paragraph.strip())
            paragraph = ""
        elif line.startswith("# text ="):
            sentence = line[8:].strip()
        elif line[:1].isdigit():
            space = "SpaceAfter=No" not in line.split("\t")[9].split("|")
        elif not line and sentence:
            paragraph += sentence + (" " if space else "")
            sentence = ""
    if paragraph.strip():
        out.append(paragraph.strip())
    return "\n\n".join(out) + "\n"
