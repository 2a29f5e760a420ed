"""What is known beforehand: ontology, trigger words, actors, as data files with lookups."""
