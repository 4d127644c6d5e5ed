"""One file a noun: the keys an author may write under it."""
