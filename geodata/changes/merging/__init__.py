"""Both sides' change sets woven into one state: merge asks, weave works on a loom, three_way feature by feature."""
