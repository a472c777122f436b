"""`desk --check`: whether a program as it was put on a PC works, without touching its data."""
