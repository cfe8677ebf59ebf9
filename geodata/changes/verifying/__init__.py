"""Whether documents are whole, signed, and hang together: one by one, then all of them."""
