"""Answers remember the fix that their card led with, which reactions count for."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"


def upgrade() -> None:
    op.add_column("answers", sa.Column("first_fix_id", sa.Text(), nullable=True))
