"""The first start: from an empty data folder to a branch head at work."""
