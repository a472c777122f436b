"""PDFs of the program, laid out with reportlab.  Import only when a paper is made."""
