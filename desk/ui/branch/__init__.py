"""The branch's own affairs: what head, IT and the data-protection officer look after."""
