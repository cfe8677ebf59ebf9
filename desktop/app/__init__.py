"""confinia: the window. The only place where everything is constructed and connected.

start      what the command line asks for, answered without Qt where no window is needed
program    Program: one session, one selection, one runner of jobs, one look; pages and panels around them
files      opening, making, loading, dropping         line      choosing, marking, noting, drawing
documents  keys, receiving, what was sent
pages      the workspaces and their panels               finding   features by name, for the palette
verbs, verbs_view, verbs_line, verbs_documents                            all commands with their menus and keys
"""

import sys

from desktop.app.start import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
