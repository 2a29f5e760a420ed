"""Text to sentences, words, trees and entities."""

from vedette.language.followups import FollowUps
from vedette.language.reader import Reader
from vedette.language.tokens import Word, tokenize

__all__ = ["FollowUps", "Reader", "Word", "tokenize"]
