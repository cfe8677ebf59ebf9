"""Everything true about borders and routes; runs and is tested with Qt uninstalled.

Rooms, each knowing only those below it:

    cli        confinia-data: one thin file per family of verbs
    reports    documents for people: comparison as HTML; data and text out, no Qt
    io         foreign formats, the project file, the journal: all that touches a disk; data frames never leave it
    changes    delta (the algebra), codec, container: what changed and what travels; rooms within: signing, documents,
               merging, comparing, papers, verifying
    geometry   crs (pinned operations), profiles, world (the joint grid on the world's maps), systems (one place in
               several), measure (geodesic chainage), area, straight, stretch (from-to and anchors), coincide (two
               claims taken apart), between and beneath (what lies between them, in numbers and on the ground),
               redrawn (what somebody did to a line), displacement (why two lines lie apart), plausible, written
               (coordinates as people write them), sheets (Soviet map sheets)
    model      frozen values, one file per noun of the trade
    errors, cancel, resources, offline

How a value walks: a reader makes features and a report; a gesture makes deltas (old, new); the store writes them
as one transaction with their journal row; the change set is the net of the journal since the joint base; two change
sets on one base are compared stretch by stretch, and merged part by part. There is one algebra and no second path
around it.
"""

__version__ = "0.1.0"
