"""Stores: each reads and writes the rows of one subject and gives frozen values.

A store comes in two halves: a reader (`VisitReader`) with the questions, and a store
(`VisitStore`) that adds the writes.
"""
