#!/usr/bin/env bash
# All steps in an environment of their own (`make train MINILM=DIR`).
set -euo pipefail
cd "$(dirname "$0")/.."
: "${MINILM:?name the folder of all-MiniLM-L6-v2 (vocab.txt, model.safetensors): make train MINILM=DIR}"
if [ ! -x build/train-venv/bin/python ]; then
    .venv/bin/python -m venv build/train-venv
    build/train-venv/bin/python -m pip install --quiet --disable-pip-version-check -e . "torch>=2.5" "onnx>=1.17" "safetensors>=0.4"
fi
for step in prepare train export; do
    build/train-venv/bin/python -m training "$step" --minilm "$MINILM"
done
build/train-venv/bin/python -m training.refit
for part in told bearing relevance pairs; do
    build/train-venv/bin/python -m "training.$part"
done
build/train-venv/bin/python -m training evaluate --minilm "$MINILM"
