"""Text to sentences, words, trees and entities."""

from vedette.language.reader import Reader
from vedette.language.tokens import Word, tokenize

__all__ = ["Reader", "Word", "tokenize"]
