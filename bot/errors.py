"""Everything that can go wrong in errfix and is somebody's to mend.

ErrfixError                    never raised itself; its text is one sentence for a person
├── SettingsError              an environment variable or .env line
├── EntriesError               the knowledge base as a whole cannot be used
├── StoreError                 the database cannot be used
│   └── StoreTooNewError       written by a newer errfix; left untouched
├── NotFoundError              an answer, entry or fix that does not exist (any more)
├── InputError                 a file or text that cannot be read
└── ChannelError               a channel cannot open (port in use, address refused)
"""


class ErrfixError(Exception):
    """Base of all errors whose message a person reads as it stands; the CLI prints it and exits with 1."""


class SettingsError(ErrfixError):
    """A setting is unknown or has a value that cannot be used."""


class EntriesError(ErrfixError):
    """The knowledge base cannot be used: a folder is missing, or two files share an id."""


class StoreError(ErrfixError):
    """The database cannot be reached, read or written."""


class StoreTooNewError(StoreError):
    """The database was migrated by a newer version of errfix."""


class NotFoundError(ErrfixError):
    """The answer, entry or fix that was asked for does not exist."""


class NotAllowedError(ErrfixError):
    """The person who asked may not do this."""


class InputError(ErrfixError):
    """A file or text that was handed over cannot be read."""


class ChannelError(ErrfixError):
    """A channel cannot be opened."""
