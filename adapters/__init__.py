"""The channels errfix speaks in, one room each."""
