"""Taking clients in beside the visit being served: three keys at most, F10 confirms."""
