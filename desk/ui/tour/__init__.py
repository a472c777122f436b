"""`desk demo --tour`: a day through the real window, as pictures and papers; a subject a file."""
