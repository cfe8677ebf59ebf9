"""Keys, and signatures of documents in minisign's format."""
