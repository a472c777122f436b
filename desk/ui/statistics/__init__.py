"""The page Statistics: figures of a span of days, told in numbers, pictures and tables."""
