"""The commands. Composition, words and exit codes live here and nothing is decided here.

`main.main` is the one place where errors are shown. A command is one module, listed in
`table.py` and imported only when it is called.
"""
