"""What leaves for reading: comparisons, ledgers, minutes as data, text and HTML. No Qt, no files, no project."""
