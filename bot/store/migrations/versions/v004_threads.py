"""Answers remember the thread in which their question is a reply."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"


def upgrade() -> None:
    op.add_column("answers", sa.Column("thread_id", sa.Text(), nullable=True))
    op.create_index("ix_answers_thread", "answers", ["platform", "workspace", "channel", "thread_id"])
