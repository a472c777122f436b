"""The watched folder while the program runs: what is in it, said where it does not disturb."""
