"""Papers on screen: laid out in a child process, looked at, printed, saved."""
