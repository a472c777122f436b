"""The program's version; the package, `desk doctor` and the database record it."""

VERSION = "0.1.0"
