"""joint cases.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_form",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sent_form")),
    )
    op.create_table(
        "conflict_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_conflict_answer_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_answer")),
    )
    with op.batch_alter_table("conflict_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_answer_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "conflict_card",
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_conflict_card_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_card")),
        sa.UniqueConstraint("holder_id", name=op.f("uq_conflict_card_holder_id")),
    )
    with op.batch_alter_table("conflict_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_card_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "conflict_entry",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_conflict_entry_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_entry")),
    )
    with op.batch_alter_table("conflict_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_entry_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_conflict_entry_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "conflict_look_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_conflict_look_up_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_look_up")),
    )
    with op.batch_alter_table("conflict_look_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_look_up_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "conflict_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_conflict_question_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_question")),
    )
    with op.batch_alter_table("conflict_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_question_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "cost_book",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_cost_book_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_book")),
    )
    with op.batch_alter_table("cost_book", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cost_book_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "document_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_document_card_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_card")),
    )
    with op.batch_alter_table("document_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_card_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "grant_end",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_grant_end_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_end")),
    )
    with op.batch_alter_table("grant_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_end_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant_end_until"), ["until"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant_end_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_incident_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "index_segment",
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_index_segment_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("vault_id", name=op.f("pk_index_segment")),
    )
    op.create_table(
        "inner_circle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_inner_circle_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inner_circle")),
    )
    with op.batch_alter_table("inner_circle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inner_circle_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "inner_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_inner_note_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inner_note")),
    )
    with op.batch_alter_table("inner_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inner_note_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "lawyer_status",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_lawyer_status_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyer_status")),
    )
    with op.batch_alter_table("lawyer_status", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lawyer_status_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "named_in_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_named_in_case_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_in_case")),
    )
    with op.batch_alter_table("named_in_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_named_in_case_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "payment_details",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_payment_details_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_details")),
    )
    with op.batch_alter_table("payment_details", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_details_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "report_made",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_report_made_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_made")),
    )
    with op.batch_alter_table("report_made", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_made_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "saved_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_saved_search_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_search_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "secrecy_pledge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_secrecy_pledge_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secrecy_pledge")),
    )
    with op.batch_alter_table("secrecy_pledge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_secrecy_pledge_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "settlement_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_settlement_answer_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_answer")),
    )
    with op.batch_alter_table("settlement_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_answer_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "settlement_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_settlement_offer_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_offer")),
    )
    with op.batch_alter_table("settlement_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_offer_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "settlement_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_settlement_part_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_part")),
    )
    with op.batch_alter_table("settlement_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_part_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_share_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
    )
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "shared_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_shared_opening_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_opening")),
    )
    with op.batch_alter_table("shared_opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_opening_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "added_rate",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_added_rate_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_added_rate_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_rate")),
    )
    with op.batch_alter_table("added_rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_added_rate_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_added_rate_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "advocacy",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_advocacy_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_advocacy_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advocacy")),
    )
    with op.batch_alter_table("advocacy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advocacy_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advocacy_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "barrier_mark",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_barrier_mark_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_barrier_mark_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier_mark")),
    )
    with op.batch_alter_table("barrier_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_barrier_mark_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_barrier_mark_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "case_note",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_case_note_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_case_note_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_note_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "chronology_line",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_chronology_line_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_chronology_line_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronology_line")),
    )
    with op.batch_alter_table("chronology_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chronology_line_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chronology_line_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "contact_entry",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_contact_entry_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_contact_entry_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_entry")),
    )
    with op.batch_alter_table("contact_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_entry_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_entry_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "cost_item",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"],
            ["cost_book.id"],
            name=op.f("fk_cost_item_book_id_cost_book"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_cost_item_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_item")),
    )
    with op.batch_alter_table("cost_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cost_item_book_id"), ["book_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cost_item_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "costs_end",
        sa.Column("book_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book_id"],
            ["cost_book.id"],
            name=op.f("fk_costs_end_book_id_cost_book"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_costs_end_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costs_end")),
    )
    with op.batch_alter_table("costs_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_costs_end_book_id"), ["book_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_costs_end_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "custody_entry",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_custody_entry_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_custody_entry_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_entry")),
    )
    with op.batch_alter_table("custody_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_entry_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_custody_entry_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "custody_record",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_custody_record_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_custody_record_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_record")),
    )
    with op.batch_alter_table("custody_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_record_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_custody_record_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "domestic_power",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_domestic_power_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_domestic_power_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domestic_power")),
    )
    with op.batch_alter_table("domestic_power", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_domestic_power_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_domestic_power_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "engagement",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_engagement_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_engagement_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_engagement_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "executed_judgment",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_executed_judgment_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_executed_judgment_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executed_judgment")),
    )
    with op.batch_alter_table("executed_judgment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_executed_judgment_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_executed_judgment_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "export_asked",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_export_asked_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_export_asked_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_asked")),
    )
    with op.batch_alter_table("export_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_asked_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_asked_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "firm_in_case",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_firm_in_case_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_firm_in_case_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_in_case")),
    )
    with op.batch_alter_table("firm_in_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firm_in_case_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_firm_in_case_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_handover_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_handover_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "handover_tick",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_handover_tick_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_handover_tick_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_tick")),
    )
    with op.batch_alter_table("handover_tick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_tick_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_tick_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "import_mapping",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_import_mapping_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_import_mapping_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
    )
    with op.batch_alter_table("import_mapping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_mapping_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_mapping_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "ink_page",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_ink_page_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_ink_page_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ink_page")),
    )
    with op.batch_alter_table("ink_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ink_page_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ink_page_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "lab_record",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_lab_record_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_lab_record_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_record")),
    )
    with op.batch_alter_table("lab_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lab_record_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lab_record_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_letter_matter_id_matter"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_letter_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("matter_id", "number", name=op.f("uq_letter_matter_id_number")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "merge",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_merge_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_merge_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "papers_signed",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_papers_signed_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_papers_signed_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers_signed")),
    )
    with op.batch_alter_table("papers_signed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_papers_signed_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_papers_signed_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "place",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_place_matter_id_matter"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_place_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "relation",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_relation_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_relation_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "representation",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_representation_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_representation_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_representation_matter_id")),
    )
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representation_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "share_note",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_share_note_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_share_note_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_note")),
    )
    with op.batch_alter_table("share_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_note_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_share_note_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "signature_batch",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_signature_batch_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_signature_batch_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_batch")),
    )
    with op.batch_alter_table("signature_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_batch_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_batch_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "work_task",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("assignee", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_work_task_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_work_task_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_task")),
    )
    with op.batch_alter_table("work_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_task_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_task_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "award",
        sa.Column("judgment_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgment_id"],
            ["executed_judgment.id"],
            name=op.f("fk_award_judgment_id_executed_judgment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_award_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_award_judgment_id"), ["judgment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "execution_step",
        sa.Column("judgment_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgment_id"],
            ["executed_judgment.id"],
            name=op.f("fk_execution_step_judgment_id_executed_judgment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_execution_step_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_step")),
    )
    with op.batch_alter_table("execution_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_execution_step_judgment_id"), ["judgment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_execution_step_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "export_agreed",
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["export_asked.id"],
            name=op.f("fk_export_agreed_asked_id_export_asked"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_export_agreed_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_agreed")),
    )
    with op.batch_alter_table("export_agreed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_agreed_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_agreed_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "export_ended",
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["export_asked.id"],
            name=op.f("fk_export_ended_asked_id_export_asked"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_export_ended_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_ended")),
    )
    with op.batch_alter_table("export_ended", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_ended_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_ended_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "export_fetched",
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["export_asked.id"],
            name=op.f("fk_export_fetched_asked_id_export_asked"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_export_fetched_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_fetched")),
        sa.UniqueConstraint("asked_id", name=op.f("uq_export_fetched_asked_id")),
    )
    with op.batch_alter_table("export_fetched", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_fetched_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "export_seen",
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["export_asked.id"],
            name=op.f("fk_export_seen_asked_id_export_asked"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_export_seen_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_seen")),
    )
    with op.batch_alter_table("export_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_seen_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_seen_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "joining",
        sa.Column("proceeding_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proceeding_id"],
            ["proceeding.id"],
            name=op.f("fk_joining_proceeding_id_proceeding"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_joining_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining")),
    )
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joining_proceeding_id"), ["proceeding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joining_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "remedy_entry",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_remedy_entry_complaint_id_complaint"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_remedy_entry_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_entry")),
    )
    with op.batch_alter_table("remedy_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remedy_entry_complaint_id"), ["complaint_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remedy_entry_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"], ["award.id"], name=op.f("fk_payment_award_id_award"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_payment_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_award_id"), ["award_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_vault_id"), ["vault_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_vault_id"))
        batch_op.drop_index(batch_op.f("ix_payment_award_id"))

    op.drop_table("payment")
    with op.batch_alter_table("remedy_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remedy_entry_vault_id"))
        batch_op.drop_index(batch_op.f("ix_remedy_entry_complaint_id"))

    op.drop_table("remedy_entry")
    with op.batch_alter_table("joining", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joining_vault_id"))
        batch_op.drop_index(batch_op.f("ix_joining_proceeding_id"))

    op.drop_table("joining")
    with op.batch_alter_table("export_seen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_seen_vault_id"))
        batch_op.drop_index(batch_op.f("ix_export_seen_asked_id"))

    op.drop_table("export_seen")
    with op.batch_alter_table("export_fetched", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_fetched_vault_id"))

    op.drop_table("export_fetched")
    with op.batch_alter_table("export_ended", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_ended_vault_id"))
        batch_op.drop_index(batch_op.f("ix_export_ended_asked_id"))

    op.drop_table("export_ended")
    with op.batch_alter_table("export_agreed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_agreed_vault_id"))
        batch_op.drop_index(batch_op.f("ix_export_agreed_asked_id"))

    op.drop_table("export_agreed")
    with op.batch_alter_table("execution_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_execution_step_vault_id"))
        batch_op.drop_index(batch_op.f("ix_execution_step_judgment_id"))

    op.drop_table("execution_step")
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_award_vault_id"))
        batch_op.drop_index(batch_op.f("ix_award_judgment_id"))

    op.drop_table("award")
    with op.batch_alter_table("work_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_task_vault_id"))
        batch_op.drop_index(batch_op.f("ix_work_task_matter_id"))

    op.drop_table("work_task")
    with op.batch_alter_table("signature_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_batch_vault_id"))
        batch_op.drop_index(batch_op.f("ix_signature_batch_matter_id"))

    op.drop_table("signature_batch")
    with op.batch_alter_table("share_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_note_vault_id"))
        batch_op.drop_index(batch_op.f("ix_share_note_matter_id"))

    op.drop_table("share_note")
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_representation_vault_id"))

    op.drop_table("representation")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relation_vault_id"))
        batch_op.drop_index(batch_op.f("ix_relation_client_file_id"))

    op.drop_table("relation")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_vault_id"))
        batch_op.drop_index(batch_op.f("ix_place_matter_id"))

    op.drop_table("place")
    with op.batch_alter_table("papers_signed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_papers_signed_vault_id"))
        batch_op.drop_index(batch_op.f("ix_papers_signed_client_file_id"))

    op.drop_table("papers_signed")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_vault_id"))
        batch_op.drop_index(batch_op.f("ix_merge_client_file_id"))

    op.drop_table("merge")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_vault_id"))
        batch_op.drop_index(batch_op.f("ix_letter_matter_id"))

    op.drop_table("letter")
    with op.batch_alter_table("lab_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lab_record_vault_id"))
        batch_op.drop_index(batch_op.f("ix_lab_record_matter_id"))

    op.drop_table("lab_record")
    with op.batch_alter_table("ink_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ink_page_vault_id"))
        batch_op.drop_index(batch_op.f("ix_ink_page_client_file_id"))

    op.drop_table("ink_page")
    with op.batch_alter_table("import_mapping", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_mapping_vault_id"))
        batch_op.drop_index(batch_op.f("ix_import_mapping_matter_id"))

    op.drop_table("import_mapping")
    with op.batch_alter_table("handover_tick", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_tick_vault_id"))
        batch_op.drop_index(batch_op.f("ix_handover_tick_client_file_id"))

    op.drop_table("handover_tick")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_vault_id"))
        batch_op.drop_index(batch_op.f("ix_handover_matter_id"))

    op.drop_table("handover")
    with op.batch_alter_table("firm_in_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firm_in_case_vault_id"))
        batch_op.drop_index(batch_op.f("ix_firm_in_case_matter_id"))

    op.drop_table("firm_in_case")
    with op.batch_alter_table("export_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_asked_vault_id"))
        batch_op.drop_index(batch_op.f("ix_export_asked_matter_id"))

    op.drop_table("export_asked")
    with op.batch_alter_table("executed_judgment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_executed_judgment_vault_id"))
        batch_op.drop_index(batch_op.f("ix_executed_judgment_matter_id"))

    op.drop_table("executed_judgment")
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_engagement_vault_id"))
        batch_op.drop_index(batch_op.f("ix_engagement_client_file_id"))

    op.drop_table("engagement")
    with op.batch_alter_table("domestic_power", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_domestic_power_vault_id"))
        batch_op.drop_index(batch_op.f("ix_domestic_power_client_file_id"))

    op.drop_table("domestic_power")
    with op.batch_alter_table("custody_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_record_vault_id"))
        batch_op.drop_index(batch_op.f("ix_custody_record_client_file_id"))

    op.drop_table("custody_record")
    with op.batch_alter_table("custody_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_entry_vault_id"))
        batch_op.drop_index(batch_op.f("ix_custody_entry_client_file_id"))

    op.drop_table("custody_entry")
    with op.batch_alter_table("costs_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_costs_end_vault_id"))
        batch_op.drop_index(batch_op.f("ix_costs_end_book_id"))

    op.drop_table("costs_end")
    with op.batch_alter_table("cost_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cost_item_vault_id"))
        batch_op.drop_index(batch_op.f("ix_cost_item_book_id"))

    op.drop_table("cost_item")
    with op.batch_alter_table("contact_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_entry_vault_id"))
        batch_op.drop_index(batch_op.f("ix_contact_entry_matter_id"))

    op.drop_table("contact_entry")
    with op.batch_alter_table("chronology_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chronology_line_vault_id"))
        batch_op.drop_index(batch_op.f("ix_chronology_line_matter_id"))

    op.drop_table("chronology_line")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_vault_id"))
        batch_op.drop_index(batch_op.f("ix_case_note_matter_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("barrier_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_barrier_mark_vault_id"))
        batch_op.drop_index(batch_op.f("ix_barrier_mark_matter_id"))

    op.drop_table("barrier_mark")
    with op.batch_alter_table("advocacy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advocacy_vault_id"))
        batch_op.drop_index(batch_op.f("ix_advocacy_matter_id"))

    op.drop_table("advocacy")
    with op.batch_alter_table("added_rate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_added_rate_vault_id"))
        batch_op.drop_index(batch_op.f("ix_added_rate_matter_id"))

    op.drop_table("added_rate")
    with op.batch_alter_table("shared_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_opening_vault_id"))

    op.drop_table("shared_opening")
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_vault_id"))

    op.drop_table("share")
    with op.batch_alter_table("settlement_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_settlement_part_vault_id"))

    op.drop_table("settlement_part")
    with op.batch_alter_table("settlement_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_settlement_offer_vault_id"))

    op.drop_table("settlement_offer")
    with op.batch_alter_table("settlement_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_settlement_answer_vault_id"))

    op.drop_table("settlement_answer")
    with op.batch_alter_table("secrecy_pledge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_secrecy_pledge_vault_id"))

    op.drop_table("secrecy_pledge")
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_search_vault_id"))

    op.drop_table("saved_search")
    with op.batch_alter_table("report_made", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_made_vault_id"))

    op.drop_table("report_made")
    with op.batch_alter_table("payment_details", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_details_vault_id"))

    op.drop_table("payment_details")
    with op.batch_alter_table("named_in_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_named_in_case_vault_id"))

    op.drop_table("named_in_case")
    with op.batch_alter_table("lawyer_status", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lawyer_status_vault_id"))

    op.drop_table("lawyer_status")
    with op.batch_alter_table("inner_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inner_note_vault_id"))

    op.drop_table("inner_note")
    with op.batch_alter_table("inner_circle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inner_circle_vault_id"))

    op.drop_table("inner_circle")
    op.drop_table("index_segment")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_vault_id"))

    op.drop_table("incident")
    with op.batch_alter_table("grant_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_end_vault_id"))
        batch_op.drop_index(batch_op.f("ix_grant_end_until"))
        batch_op.drop_index(batch_op.f("ix_grant_end_person_id"))

    op.drop_table("grant_end")
    with op.batch_alter_table("document_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_card_vault_id"))

    op.drop_table("document_card")
    with op.batch_alter_table("cost_book", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cost_book_vault_id"))

    op.drop_table("cost_book")
    with op.batch_alter_table("conflict_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_question_vault_id"))

    op.drop_table("conflict_question")
    with op.batch_alter_table("conflict_look_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_look_up_vault_id"))

    op.drop_table("conflict_look_up")
    with op.batch_alter_table("conflict_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_entry_vault_id"))
        batch_op.drop_index(batch_op.f("ix_conflict_entry_subject_id"))

    op.drop_table("conflict_entry")
    with op.batch_alter_table("conflict_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_card_vault_id"))

    op.drop_table("conflict_card")
    with op.batch_alter_table("conflict_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conflict_answer_vault_id"))

    op.drop_table("conflict_answer")
    op.drop_table("sent_form")
