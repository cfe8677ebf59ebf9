"""The review workspace: both sides' change sets item by item along the line. Nothing is decided here.

workspace   ReviewWorkspace: what was chosen, and the jobs: comparing, measuring, merging, writing
comparing   what is compared: heading, lists, maps, plot, fields and the keys
reading     jobs: what a document says of itself; the comparison with both sides' pictures of the line; its numbers
heading     the numbers, the relations to choose from, and both sums (sums); its buttons flow (flow)
agenda      four lists behind tabs:
            items (item_list) as a Qt model, filtered and ticked (items), with words (relations) and signs (signs)
            areas and coincident parts along the line (areas); what may be one thing (pairs); the merge (merge_panel)
            rows and item_rows are how a list holds and draws them
scenes      what each map draws                  maps        the maps: beside each other, over, swiped, in turn
places      where the thing that is chosen lies  told        what the right tells of it
fields      field by field, what differs marked  documents   what the documents say of themselves
plot        separation along the chainage        separation  the profile that it draws
merging     the job of merging, and what an open item says
papers      which working paper is asked for; its dialogs are in desktop.dialogs
why         why the two lines of an item lie apart, in words and as a plot (residuals), answered by a job (diagnosing)
start       the empty state, which teaches
"""
