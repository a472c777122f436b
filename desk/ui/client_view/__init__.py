"""The screen turned to the client: huge words, nothing else, nothing kept."""
