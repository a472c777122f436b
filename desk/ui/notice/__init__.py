"""Supervisor notice: what head and deputy meet first, and what reporters hear of their reports."""
