"""day one.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_switch",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("signature_in_clear", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_switch")),
    )
    op.create_table(
        "legal_officers",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.Uuid(), nullable=False),
        sa.Column("second", sa.Uuid(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_on", sa.Date(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_officers")),
        sa.UniqueConstraint("number", name=op.f("uq_legal_officers_number")),
    )
    op.create_table(
        "new_recovery_key",
        sa.Column("hpke_public", sa.LargeBinary(), nullable=False),
        sa.Column("sign_public", sa.LargeBinary(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_recovery_key")),
    )
    op.create_table(
        "operation",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_operation_kind"), ["kind"], unique=False)

    op.create_table(
        "restoration",
        sa.Column("archive_id", sa.Uuid(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("restored_on", sa.Date(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restoration")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_absence_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("coordinator_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_agreement_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "person_id", "subject", "coordinator_id", name=op.f("uq_agreement_person_id_subject_coordinator_id")
        ),
    )
    op.create_table(
        "check_in",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Uuid(), nullable=False),
        sa.Column("second", sa.Uuid(), nullable=True),
        sa.Column("back_by", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_check_in_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("person_id", name=op.f("uq_check_in_person_id")),
    )
    op.create_table(
        "deletion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_deletion_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    with op.batch_alter_table("deletion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deletion_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "delivery_address",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_delivery_address_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_address")),
        sa.UniqueConstraint("person_id", name=op.f("uq_delivery_address_person_id")),
    )
    op.create_table(
        "forgotten_passphrase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_forgotten_passphrase_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten_passphrase")),
    )
    with op.batch_alter_table("forgotten_passphrase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forgotten_passphrase_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "form_decision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=True),
        sa.Column("gigabytes", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("signature_in_clear", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_form_decision_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_decision")),
    )
    with op.batch_alter_table("form_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_decision_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "removal_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_removal_proposal_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_proposal")),
    )
    with op.batch_alter_table("removal_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removal_proposal_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "replacement_seen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_replacement_seen_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacement_seen")),
    )
    with op.batch_alter_table("replacement_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replacement_seen_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "restoration_confirmed",
        sa.Column("restoration_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("roster_seq", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restoration_id"],
            ["restoration.id"],
            name=op.f("fk_restoration_confirmed_restoration_id_restoration"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restoration_confirmed")),
        sa.UniqueConstraint(
            "restoration_id",
            "person_id",
            "roster_seq",
            name=op.f("uq_restoration_confirmed_restoration_id_person_id_roster_seq"),
        ),
    )
    op.create_table(
        "rule_reading",
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reading", sa.String(length=60), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("signature_in_clear", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_rule_reading_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_reading")),
        sa.UniqueConstraint("rule", "number", name=op.f("uq_rule_reading_rule_number")),
    )
    with op.batch_alter_table("rule_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_reading_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "set_aside",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_set_aside_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
    )
    with op.batch_alter_table("set_aside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_set_aside_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "step_taken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_step_taken_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_taken")),
    )
    with op.batch_alter_table("step_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_taken_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "suitcase_fetched",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("matters", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_suitcase_fetched_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suitcase_fetched")),
    )
    with op.batch_alter_table("suitcase_fetched", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suitcase_fetched_person_id"), ["person_id"], unique=False)

    op.create_table(
        "viewing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_viewing_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
    )
    with op.batch_alter_table("viewing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewing_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "withdrawal_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_withdrawal_finding_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_finding")),
    )
    with op.batch_alter_table("withdrawal_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawal_finding_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "acknowledgement",
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_acknowledgement_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_acknowledgement_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "matter_id", "rule", "due", "person_id", name=op.f("uq_acknowledgement_matter_id_rule_due_person_id")
        ),
    )
    op.create_table(
        "away_days",
        sa.Column("absence_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["absence_id"],
            ["absence.id"],
            name=op.f("fk_away_days_absence_id_absence"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away_days")),
        sa.UniqueConstraint("absence_id", name=op.f("uq_away_days_absence_id")),
    )
    op.create_table(
        "circular",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_circular_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_circular_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
    )
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circular_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_circular_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "circumstances",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_circumstances_conversation_id_conversation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_circumstances_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circumstances")),
    )
    with op.batch_alter_table("circumstances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circumstances_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_circumstances_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "confirmation",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_confirmation_conversation_id_conversation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_confirmation_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmation_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_confirmation_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "consent_taken",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_consent_taken_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_consent_taken_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_taken")),
    )
    with op.batch_alter_table("consent_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_taken_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_taken_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "diary_entry",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("was", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_diary_entry_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_diary_entry_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_entry")),
    )
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.create_index("ix_diary_entry_due", ["due", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_diary_entry_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index("ix_diary_entry_running", ["running", "due"], unique=False)
        batch_op.create_index(batch_op.f("ix_diary_entry_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "gone_out",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_gone_out_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_gone_out_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gone_out")),
    )
    with op.batch_alter_table("gone_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gone_out_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gone_out_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "matter_duty",
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("responsible", sa.Uuid(), nullable=True),
        sa.Column("deputy", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_matter_duty_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_matter_duty_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_duty")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_matter_duty_matter_id")),
    )
    op.create_table(
        "matter_load",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_matter_load_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_matter_load_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_load")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_matter_load_matter_id")),
    )
    with op.batch_alter_table("matter_load", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_load_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "other_firm",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_other_firm_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_other_firm_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_firm")),
    )
    with op.batch_alter_table("other_firm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_other_firm_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_other_firm_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "procedural_event",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_procedural_event_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_procedural_event_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedural_event")),
    )
    with op.batch_alter_table("procedural_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_procedural_event_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_procedural_event_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "table_mapping",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_table_mapping_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_table_mapping_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_mapping")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_table_mapping_matter_id")),
    )
    with op.batch_alter_table("table_mapping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_table_mapping_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("client_file_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_file_id"],
            ["client_file.id"],
            name=op.f("fk_task_client_file_id_client_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_task_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_client_file_id"), ["client_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "work_stages",
        sa.Column("matter_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["matter.id"],
            name=op.f("fk_work_stages_matter_id_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_work_stages_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_stages")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_work_stages_matter_id")),
    )
    with op.batch_alter_table("work_stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_stages_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "diary_label",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["diary_entry.id"],
            name=op.f("fk_diary_label_entry_id_diary_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_diary_label_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_label")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_diary_label_entry_id")),
    )
    with op.batch_alter_table("diary_label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diary_label_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "hearing_note",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["diary_entry.id"],
            name=op.f("fk_hearing_note_entry_id_diary_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_hearing_note_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_note")),
    )
    with op.batch_alter_table("hearing_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_note_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_note_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "missed_sheet",
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"],
            ["deadline.id"],
            name=op.f("fk_missed_sheet_deadline_id_deadline"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_missed_sheet_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed_sheet")),
        sa.UniqueConstraint("deadline_id", name=op.f("uq_missed_sheet_deadline_id")),
    )
    with op.batch_alter_table("missed_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_missed_sheet_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "dispatch",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id"],
            ["filing.id"],
            name=op.f("fk_dispatch_filing_id_filing"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"], ["vault.id"], name=op.f("fk_dispatch_vault_id_vault"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
    )
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispatch_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispatch_vault_id"), ["vault_id"], unique=False)

    op.create_table(
        "registry_answer",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vault_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id"],
            ["filing.id"],
            name=op.f("fk_registry_answer_filing_id_filing"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vault_id"],
            ["vault.id"],
            name=op.f("fk_registry_answer_vault_id_vault"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_answer")),
    )
    with op.batch_alter_table("registry_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registry_answer_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registry_answer_vault_id"), ["vault_id"], unique=False)

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_day"))

    op.drop_table("visit")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alarm", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("frozen", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("send_again_by", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_deadline_moved_on"), ["moved_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_moved_on"))
        batch_op.drop_column("send_again_by")

    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_column("frozen")
        batch_op.drop_column("alarm")

    op.create_table(
        "visit",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.DATE(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_day"), ["day"], unique=False)

    with op.batch_alter_table("registry_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registry_answer_vault_id"))
        batch_op.drop_index(batch_op.f("ix_registry_answer_filing_id"))

    op.drop_table("registry_answer")
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispatch_vault_id"))
        batch_op.drop_index(batch_op.f("ix_dispatch_filing_id"))

    op.drop_table("dispatch")
    with op.batch_alter_table("missed_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_missed_sheet_vault_id"))

    op.drop_table("missed_sheet")
    with op.batch_alter_table("hearing_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_note_vault_id"))
        batch_op.drop_index(batch_op.f("ix_hearing_note_entry_id"))

    op.drop_table("hearing_note")
    with op.batch_alter_table("diary_label", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diary_label_vault_id"))

    op.drop_table("diary_label")
    with op.batch_alter_table("work_stages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_stages_vault_id"))

    op.drop_table("work_stages")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_vault_id"))
        batch_op.drop_index(batch_op.f("ix_task_client_file_id"))

    op.drop_table("task")
    with op.batch_alter_table("table_mapping", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_table_mapping_vault_id"))

    op.drop_table("table_mapping")
    with op.batch_alter_table("procedural_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_procedural_event_vault_id"))
        batch_op.drop_index(batch_op.f("ix_procedural_event_matter_id"))

    op.drop_table("procedural_event")
    with op.batch_alter_table("other_firm", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_other_firm_vault_id"))
        batch_op.drop_index(batch_op.f("ix_other_firm_matter_id"))

    op.drop_table("other_firm")
    with op.batch_alter_table("matter_load", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_load_vault_id"))

    op.drop_table("matter_load")
    op.drop_table("matter_duty")
    with op.batch_alter_table("gone_out", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gone_out_vault_id"))
        batch_op.drop_index(batch_op.f("ix_gone_out_client_file_id"))

    op.drop_table("gone_out")
    with op.batch_alter_table("diary_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diary_entry_vault_id"))
        batch_op.drop_index("ix_diary_entry_running")
        batch_op.drop_index(batch_op.f("ix_diary_entry_matter_id"))
        batch_op.drop_index("ix_diary_entry_due")

    op.drop_table("diary_entry")
    with op.batch_alter_table("consent_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_taken_vault_id"))
        batch_op.drop_index(batch_op.f("ix_consent_taken_client_file_id"))

    op.drop_table("consent_taken")
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_vault_id"))
        batch_op.drop_index(batch_op.f("ix_confirmation_conversation_id"))

    op.drop_table("confirmation")
    with op.batch_alter_table("circumstances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circumstances_vault_id"))
        batch_op.drop_index(batch_op.f("ix_circumstances_conversation_id"))

    op.drop_table("circumstances")
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circular_vault_id"))
        batch_op.drop_index(batch_op.f("ix_circular_matter_id"))

    op.drop_table("circular")
    op.drop_table("away_days")
    op.drop_table("acknowledgement")
    with op.batch_alter_table("withdrawal_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withdrawal_finding_vault_id"))

    op.drop_table("withdrawal_finding")
    with op.batch_alter_table("viewing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_viewing_vault_id"))

    op.drop_table("viewing")
    with op.batch_alter_table("suitcase_fetched", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suitcase_fetched_person_id"))

    op.drop_table("suitcase_fetched")
    with op.batch_alter_table("step_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_taken_vault_id"))

    op.drop_table("step_taken")
    with op.batch_alter_table("set_aside", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_set_aside_vault_id"))

    op.drop_table("set_aside")
    with op.batch_alter_table("rule_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_reading_vault_id"))

    op.drop_table("rule_reading")
    op.drop_table("restoration_confirmed")
    with op.batch_alter_table("replacement_seen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replacement_seen_vault_id"))

    op.drop_table("replacement_seen")
    with op.batch_alter_table("removal_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removal_proposal_vault_id"))

    op.drop_table("removal_proposal")
    with op.batch_alter_table("form_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_decision_vault_id"))

    op.drop_table("form_decision")
    with op.batch_alter_table("forgotten_passphrase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forgotten_passphrase_vault_id"))

    op.drop_table("forgotten_passphrase")
    op.drop_table("delivery_address")
    with op.batch_alter_table("deletion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deletion_vault_id"))

    op.drop_table("deletion")
    op.drop_table("check_in")
    op.drop_table("agreement")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_vault_id"))

    op.drop_table("absence")
    op.drop_table("restoration")
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operation_kind"))

    op.drop_table("operation")
    op.drop_table("new_recovery_key")
    op.drop_table("legal_officers")
    op.drop_table("form_switch")
