"""Places, actors and time expressions: from words of a text to what they stand for."""
