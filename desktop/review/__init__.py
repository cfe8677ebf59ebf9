"""The review workspace: both sides' change sets item by item along the line. Nothing is decided here.

workspace   ReviewWorkspace: what was chosen, list, maps, plot and fields, and the keys
reading     jobs: what a document says of itself; the comparison with both sides' pictures of the line
scenes      what each map draws                  maps        the maps: beside each other, over, swiped, in turn
items       the items as a Qt model, filtered    item_list   totals that add up, filters and the list
plot        separation along the chainage        fields      field by field, and what the documents say
why         why the two lines of an item lie apart, in words and as a plot (residuals), answered by a job (diagnosing)
start       the empty state, which teaches
"""
