"""Branch Desk: the front-desk program of a state institution's branch office."""
