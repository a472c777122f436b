"""Messages of headquarters: a line that tells of new ones, and the list of them."""
