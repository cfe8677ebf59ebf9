"""Arithmetic on the joint grid: fixed point, pinned operations, geodesic chainage, stretches. No files, no screens."""
