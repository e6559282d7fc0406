"""Every module that defines tables, imported in one place so that metadata, migrations and tests see them all."""

import caseintake.advocacy.model
import caseintake.audit.trail
import caseintake.backup.model
import caseintake.casework.model
import caseintake.conflicts.model
import caseintake.costs.model
import caseintake.custody.model
import caseintake.deadlines.missed
import caseintake.deadlines.model
import caseintake.diary.model
import caseintake.diary.readiness
import caseintake.documents.model
import caseintake.execution.model
import caseintake.health.decisions
import caseintake.health.heartbeat
import caseintake.identity.model
import caseintake.identity.sent_forms
import caseintake.incidents.model
import caseintake.intake.circulars
import caseintake.intake.drafts
import caseintake.intake.model
import caseintake.intake.visits
import caseintake.matters.dispatch_model
import caseintake.matters.joining_model
import caseintake.matters.model
import caseintake.matters.papers
import caseintake.old_cases.model
import caseintake.outside.model
import caseintake.people.model
import caseintake.plans.model
import caseintake.portability.model
import caseintake.remedies.model
import caseintake.reminders.model
import caseintake.reports.model
import caseintake.representation.model
import caseintake.search.model
import caseintake.settlements.model
import caseintake.suitcase.model
import caseintake.vault.ends
import caseintake.vault.tables

__all__ = ["caseintake"]
