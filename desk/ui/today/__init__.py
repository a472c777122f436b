"""Today: the queue, the visit at this counter, and what to do now."""
