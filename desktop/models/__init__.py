"""Qt models and the numbers they show: columns, not objects.

tally          millimetres of every segment by how they are shown, and sums that always add up
feature_table  features as rows of columns, filtered and sorted by numpy
sorting        the order of texts and numbers in a column
history        the undo stack, newest first
"""
