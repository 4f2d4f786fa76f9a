"""Languages: which one a reader wants, and the bot's own words in it."""
