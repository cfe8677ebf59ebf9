"""What is asked of people: panels and dialogs, one a file, each thin over a verb of the session.

words          the stored words as people read them       figures        lengths as people read and type them
place_edit     one end of a stretch, typed or picked      sources_list   the sources of the register, to be ticked
marking        MarkPanel        note     NotePanel        source         SourcePanel      variant   VariantPanel
profile        ProfileDialog, its parts in profile_*: the choice, the operations, two profiles side by side
read_aloud     ReadAloud: a hash in words, in four languages; spoken_words are its table and its line
keys           KeysDialog, its sheets in keys_pinned, key_making, key_pinning, key_changing; keys_jobs is their work
receiving      ReceiveDialog, with received_table, receiving_words and receiving_jobs; seal is who signs what is written
rebasing       RebaseDialog: what a later base touches (rebasing_rows), and the changes carried there (rebasing_jobs)
papers         PaperDialog: a working paper is previewed and written; papers_forms ask, papers_jobs make it
value_words    what a record says, as people read it
new_project    NewProjectDialog                           loading        LoadDialog, its pages in loading_*
gate_form      the import gate: what a source does not say is asked; gate_ground tries the answers on the first rows,
               gate_findings and gate_remedies name what cannot be right, gate_sheet asks of a map, gate_words its words
choices        questions without an answer beforehand     origins        what came from a source
reading_words  how a source was read, in words            sheet_words    how a sheet's name is read
"""
