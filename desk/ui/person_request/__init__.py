"""A person asks what is held about them: found, told, put right, erased."""
