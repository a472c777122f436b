"""What each kind of operation that comes down does to the branch's database."""
