"""The branch's database: an encrypted file, its stores and units of work."""
