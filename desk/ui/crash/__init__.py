"""What is kept of a run that ended badly, and who reads it."""
