"""The local web channel: a page that feels like a support channel, and JSON for programs."""
