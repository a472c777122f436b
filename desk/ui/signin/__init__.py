"""Signing in: who, with what password, at which site and counter."""
