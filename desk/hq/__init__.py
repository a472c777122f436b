"""Headquarters: the server that branches keep themselves alike with."""
