"""What is asked of people: panels and dialogs, one a file, each thin over a verb of the session.

words          the stored words as people read them       figures        lengths as people read and type them
place_edit     one end of a stretch, typed or picked      sources_list   the sources of the register, to be ticked
marking        MarkPanel        note     NotePanel        source         SourcePanel      variant   VariantPanel
profile        ProfileDialog, its parts in profile_*: the choice, the operations, two profiles side by side
new_project    NewProjectDialog                           loading        LoadDialog, its pages in loading_*
"""
