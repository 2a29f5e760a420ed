"""Input to reports: decoding, cleaning with an offset map, language."""

from vedette.ingest.clean import clean
from vedette.ingest.decode import sound
from vedette.ingest.html import page
from vedette.ingest.inputs import MAX_BYTES, from_record, from_text, is_moment, open_input, open_inputs
from vedette.ingest.languages import identify

__all__ = ["MAX_BYTES", "clean", "from_record", "from_text", "identify", "is_moment", "open_input", "open_inputs", "page", "sound"]
