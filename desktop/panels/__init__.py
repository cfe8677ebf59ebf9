"""What stands around the map, one widget a file.

parts          the small parts all panels are made of
table, tables  features as tables, linked to the selection
record         what is known of the selected feature; record_segment and record_other say it kind by kind,
               record_origin where its numbers come from, record_straight what is straight in it
notes          everything written in notes            history    the undo stack, readable
layers         what the map shows, in which order     legend     what is in view, in words
map_panel      the map with its tools                 map_link   project and selection on the map, and back
map_menu       the menu on the map
strip, strip_* the line pulled straight
"""
