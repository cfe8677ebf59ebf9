"""Frozen values, one file per noun of the trade. Nothing here reads a file or knows a screen.

grid        JointGrid, Point: the whole numbers of the joint reference system, and their degrees
line        Line: an ordered run of points on a grid
names       Name, Attribute: what things are called, by whom, in which language
status      Side and the axes of standing; Position: what a side says
stretch     Anchor, Stretch: from where to where along a segment
segment     Segment, Standing      turning_point  TurningPoint      marker   Marker
variant     Variant                route          Route             source   Source
annotation  Annotation, PrivateNote
feature     Kind, Feature: the union of all of these and what may travel
profile     JointProfile: what both sides fixed; pinned operations, tolerances and tiers
project     Settings, Project
reference   Columns, ReferenceLayer: what merely lies beneath
"""
