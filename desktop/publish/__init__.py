"""The publish workspace: cards, one for each document that may leave, each with a preview of exactly what leaves.

workspace      PublishWorkspace: the cards, and when they are looked at anew
card           Card: title, what it is for, preview, button, and afterwards path and sha256
base_card      the joint base           changes_card    the side's change set
export_card    GeoJSON, GeoPackage, CSV and KML, for reading         previews   the jobs behind the previews
"""
