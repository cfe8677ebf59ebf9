"""What leaves for reading, as data, text and HTML: plain functions of what is compared or listed. No Qt, no files.

comparison_words   verdicts, fields and values as people read them
comparison_json    JSON and GeoJSON with keys that stay
comparison_html    one page that needs nothing else; comparison_svg draws its maps, comparison_style its look
"""
