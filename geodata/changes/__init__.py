"""What changed and what travels: the algebra of deltas, its documents, and their comparison. No files, no screens."""
