"""What changed and what travels: the algebra of deltas, its documents, and their comparison. No files, no screens.

delta       the atom: old and new; apply, diff, net       gestures    what people do, as deltas
codec       canonical bytes                               container   the ZIP around every document
base        the joint base                                changeset   what one side changed since
edits       one operation, as it travels and as values    document    from bytes to a checked base or change set
authority   what one side may change                      soundness   whether features hold together
members     signatures and evidence beside a document     signing     minisign signatures: made and checked
keys        key files: made, read and unlocked            key_record  which key a side signs with from here on
verify      one by one, and how they hang together        schemas     JSON Schemas of what travels
compare     both sides' change sets along the line: compare_positions, compare_lines, compare_fields find what there is,
            compare_items gives it a place; ground is what lies beneath, claims each side's line; comparison says it
papers      change sets made of change sets, and what takes one back: squash makes one of several, pick takes some of
            their edits, in bits
rebase      the author's own changes on a later base: carrying says what becomes of each bit
"""
