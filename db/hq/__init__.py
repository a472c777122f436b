"""The database of headquarters: PostgreSQL, or one SQLite file for a trial."""
