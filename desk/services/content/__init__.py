"""Content packs: an institution's hours, rules, services and policy as data."""
