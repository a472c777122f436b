"""Who it was: sealed by whoever reports, opened by head and deputies for a purpose."""
