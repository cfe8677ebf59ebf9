"""Change sets made of change sets: taken back, several as one, a part of one; and the author's own on a later base."""
