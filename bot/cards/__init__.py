"""Cards: what an answer says, built from an entry, the votes and the reader's language."""
