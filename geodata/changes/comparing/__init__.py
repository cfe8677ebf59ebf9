"""Both sides' change sets laid over each other along the line: items with a verdict and a relation, numbers, pairs."""
