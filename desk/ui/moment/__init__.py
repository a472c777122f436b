"""What is done in the moment, quietly or through one menu."""
