"""What each rule finds and what it lets be, as small stacks; every rule has at least one of each."""
