"""Small forms at the foot of the middle pane; the key that opens one confirms it."""
