"""Train spaCy's CNN pipeline (width 96, depth 4; tagger and parser) on the same treebanks, as a baseline.

`python bench/spacy_cnn.py CORPORA OUT` in an environment with spaCy; prints its accuracy on EWT test (gold words) as
JSON. About ten minutes on one core.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

WIDTH, DEPTH, EPOCHS = 96, 4, 6


def sentences(path: Path) -> list[dict[str, Any]]:
    """Words, tags and trees of a CoNLL-U file."""
    out, rows = [], []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in [*f, "\n"]:
            if line.strip() and not line.startswith("#"):
                row = line.rstrip("\n").split("\t")
                if row[0].isdigit():
                    rows.append(row)
            elif not line.strip() and rows:
                heads = [i if int(r[6]) == 0 else int(r[6]) - 1 for i, r in enumerate(rows)]
                deps = ["ROOT" if r[7] == "root" else r[7] for r in rows]
                out.append({"words": [r[1] for r in rows], "tags": [r[4] for r in rows], "heads": heads, "deps": deps})
                rows = []
    return out


def main() -> None:
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.util import compounding, minibatch

    corpora, out = Path(sys.argv[1]), Path(sys.argv[2])
    spacy.util.fix_random_seed(20261123)
    order = random.Random(20261123)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2", "width": WIDTH, "depth": DEPTH, "embed_size": 2000,
                                              "window_size": 1, "maxout_pieces": 3, "subword_features": True, "pretrained_vectors": None}})  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener, "nO": None, "normalize": False}})
    nlp.add_pipe("parser", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False,
                                             "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": listener}})  # fmt: skip

    def examples(rows: list[dict[str, Any]]) -> list[Any]:
        return [Example.from_dict(Doc(nlp.vocab, words=r["words"]), {k: r[k] for k in ("tags", "heads", "deps")}) for r in rows]

    train = examples([r for f in ("en_ewt-ud-train", "en_gum-permitted-train") for r in sentences(corpora / f"{f}.conllu.gz")])
    optimiser = nlp.initialize(lambda: train)
    began = time.time()
    sizes = compounding(100.0, 1000.0, 1.001)
    for epoch in range(EPOCHS):
        order.shuffle(train)
        for batch in minibatch(train, size=(max(8, int(next(sizes)) // 16) for _ in iter(int, 1))):
            nlp.update(batch, sgd=optimiser, drop=0.1)
        print(f"spaCy epoch {epoch + 1}/{EPOCHS} {time.time() - began:.0f} s", file=sys.stderr, flush=True)
    with nlp.use_params(optimiser.averages):
        scores = nlp.evaluate(examples(sentences(corpora / "en_ewt-ud-test.conllu.gz")))
        nlp.to_disk(out)
        right = head = total = 0
        for r in sentences(corpora / "en_ewt-ud-test.conllu.gz"):
            doc = Doc(nlp.vocab, words=r["words"])
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
            for t, h, d in zip(doc, r["heads"], r["deps"], strict=True):
                total, head = total + 1, head + (t.head.i == h)
                right += t.head.i == h and t.dep_.lower() == d.lower()
    result = {"spacy": spacy.__version__, "xpos": round(100 * scores["tag_acc"], 2), "uas": round(100 * head / total, 2), "las": round(100 * right / total, 2),
              "training_s": round(time.time() - began), "epochs": EPOCHS, "width": WIDTH, "depth": DEPTH}  # fmt: skip
    (out / "scores.json").write_text(json.dumps(result), "utf-8")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
