"""What changed and what travels: the algebra of deltas, its documents, and their comparison. No files, no screens.

delta       the atom: old and new; apply, diff, net       gestures    what people do, as deltas
edits       one operation, as it travels and as values    parts       the smallest things an edit is made of
entries     fields with several entries, one by one       line_edit   the change of a line, run by run
codec       canonical bytes                               container   the ZIP around every document
members     signatures and evidence beside a document     further     fields of a newer minor version, kept
authority   what one side may change                      soundness   whether features hold together
leaning     what leans on what                            spoken      a hash as words to read aloud

Rooms, each on those before it: signing (keys, signatures), documents (base, change set, key record, receipt, merge),
merging (weave on a loom), comparing (items along the line), papers (pick, squash, invert, rebase), verifying.
"""
