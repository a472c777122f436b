"""The sub-commands of `desk`, one module each: `add_parser(sub)` and `run(args) -> exit code`.

They import what they need inside `run`, so that `desk --help` and the window start at once.
"""
