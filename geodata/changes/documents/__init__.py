"""The documents that travel: each with its checks, and from the bytes of a container to one of them."""
