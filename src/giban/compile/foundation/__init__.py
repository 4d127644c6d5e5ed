"""A foundation as separate stacks, each with a state of its own, joined by SSM parameters."""
