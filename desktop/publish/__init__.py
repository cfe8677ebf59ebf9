"""The publish workspace: cards, one for each document that may leave, each with a preview of exactly what leaves.

workspace      PublishWorkspace: the cards, and when they are looked at anew
card           Card: title, what it is for, preview, button, and afterwards path and sha256
document_card  what the next two share: everything in it row by row, evidence, who signs
base_card      the joint base           changes_card    the side's change set
leaving_table  the rows (leaving_rows), put into words only where somebody looks
evidence       files that go with a document            exchange        what was sent and received
export_card    GeoJSON, GeoPackage, CSV and KML, for reading         previews   the jobs behind the previews
"""
