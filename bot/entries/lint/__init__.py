"""The rules of the lint. Each yields the field and the reason of what it finds in one entry."""
