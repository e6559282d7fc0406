"""Who may come in where: the written table over every route of both surfaces.

One line a route: method, endpoint, and after it the answer to each person of the heading. A case after ``@`` asks for
another thing under the same address (`tests/access_scene.py` says which). The answers:

    in   the page, or what the form says about an empty form
    --   404, the page of what does not exist
    si   sign-in: a GET is led there, a POST is told to (401)

Whoever adds a route adds its line here, and thinks about every column while doing so.
"""

from __future__ import annotations

from typing import NamedTuple

#: no  nobody: no cookie, no code              la  lawyer with the key of the matter and of the closed client file
#: nc  newcomer: nobody has vouched yet        cl  colleague: lawyer with the key of the matter alone
#: ad  administrator                           st  stranger: lawyer without the key of the matter
#: co  coordinator, without any matter         as  assistant on the team of the matter
#: of  intake officer with the intake key      ob  observer on the team of the matter
#: ba  intake officer without it
PEOPLE = {
    "no": "nobody", "nc": "newcomer", "ad": "administrator", "co": "coordinator", "of": "officer", "ba": "bare",
    "la": "lawyer", "cl": "colleague", "st": "stranger", "as": "assistant", "ob": "observer", "ou": "outside",
}  # fmt: skip

#: A translator or an expert (`ou`) enters what anybody may, and these. Everything else does not exist for them, so a
#: new line of the table needs no word about them. The two roles are one to every guard (tests/test_access.py).
OUTSIDE = frozenset(
    " ".join(line.split())
    for line in """
POST sign.sign_out
GET  account.home
GET  account.show
POST account.speak
POST account.leave_everywhere
POST account.new_passphrase
POST account.show_words
GET  account.known
POST account.new_keys
POST account.ask
POST account.change
POST alarm.codes
GET  alarm.explain
POST alarm.draw
POST alarm.show_words
POST alarm.ask
POST alarm.keep
GET  restored.show
GET  shared.show
POST shared.open
POST shared.begin_upload
GET  shared.upload
POST shared.send_files
""".splitlines()
    if line
)

OFFICE = """
                                            no nc ad co of ba la cl st as ob
GET  robots.refuse                          in in in in in in in in in in in
GET  styles.sheet                           in in in in in in in in in in in
GET  sign.sign_in                           in in in in in in in in in in in
POST sign.come_in                           in in in in in in in in in in in
POST sign.sign_out                          si in in in in in in in in in in
GET  calculator.choose                      in in in in in in in in in in in
GET  calculator.count                       in in in in in in in in in in in
POST calculator.count                       in in in in in in in in in in in

GET  enrol.begin                            in in in in in in in in in in in
POST enrol.take_up                          in in in in in in in in in in in
POST enrol.show_words                       in in in in in in in in in in in
POST enrol.ask                              in in in in in in in in in in in
POST enrol.authenticator                    in in in in in in in in in in in
POST enrol.finish                           in in in in in in in in in in in

GET  account.home                           si in in in in in in in in in in
GET  account.show                           si in in in in in in in in in in
POST account.speak                          si -- in in in in in in in in in
POST account.leave_everywhere               si -- in in in in in in in in in
POST account.new_passphrase                 si -- in in in in in in in in in
POST account.show_words                     si in in in in in in in in in in
GET  account.known                          si -- in in in in in in in in in
POST account.new_keys                       si -- in in in in in in in in in
POST account.ask                            si in in in in in in in in in in
POST account.change                         si -- in in in in in in in in in

GET  reports.show                           si -- -- in -- -- -- -- -- -- --
POST reports.make                           si -- -- in -- -- -- -- -- -- --
POST reports.take                           si -- -- in -- -- -- -- -- -- --

GET  conflicts.home                         si -- -- in in in in in in in --
POST conflicts.look                         si -- -- in -- -- -- -- -- -- --
GET  conflicts.ask                          si -- -- in in in in in in in --
POST conflicts.ask                          si -- -- in in in in in in in --
GET  conflicts.one                          si -- -- in -- -- in -- -- -- --
POST conflicts.one                          si -- -- in -- -- -- -- -- -- --
GET  matters.conflicts                      si -- -- -- -- -- in in -- in --
POST matters.conflicts                      si -- -- -- -- -- in in -- in --
POST matters.write_card                     si -- -- -- -- -- in in -- in --
POST matters.off_card                       si -- -- -- -- -- in in -- in --
GET  matters.inner                          si -- -- -- -- -- in in -- in --
POST matters.make_circle                    si -- -- -- -- -- in in -- in --
POST matters.write_inner                    si -- -- -- -- -- in in -- in --
GET  matters.inner_documents                si -- -- -- -- -- in -- -- -- --
POST matters.inner_begin_upload             si -- -- -- -- -- in -- -- -- --
GET  matters.inner_upload                   si -- -- -- -- -- in -- -- -- --
POST matters.inner_send_files               si -- -- -- -- -- in -- -- -- --
POST matters.inner_download                 si -- -- -- -- -- in -- -- -- --
POST matters.inner_private                  si -- -- -- -- -- in -- -- -- --
POST matters.inner_minor                    si -- -- -- -- -- in -- -- -- --
GET  matters.inner_describe                 si -- -- -- -- -- in -- -- -- --
POST matters.inner_describe                 si -- -- -- -- -- in -- -- -- --

GET  search.show                            si -- -- in in in in in in in in
POST search.find                            si -- -- in in in in in in in in
POST search.keep                            si -- -- in in in in in in in in
POST search.forget                          si -- -- -- -- -- in -- -- -- --

GET  reminders.show                         si -- -- in in in in in in in in
POST reminders.seen                         si -- -- in in in in in in in in
POST reminders.enter                        si -- -- in in in in in in in in
POST reminders.end                          si -- -- in in in in in in in in
GET  check_in.show                          si -- in in in in in in in in --
POST check_in.ask                           si -- in in in in in in in in --
POST check_in.back                          si -- in in in in in in in in --
POST check_in.settled                       si -- in in in in in in in in --
GET  suitcase.show                          si -- -- in in in in in in in in
POST suitcase.fetch                         si -- -- in in in in in in in in
POST side_file.look                         si -- -- in in in in in in in --
POST side_file.accept                       si -- -- in in in in in in in --
GET  restored.show                          si in in in in in in in in in in
POST restored.confirm                       si -- -- in -- -- -- -- -- -- --

GET  people.everybody                       si -- in in -- -- -- -- -- -- --
GET  people.one                             si -- in in -- -- -- -- -- -- --
POST people.invite                          si -- in -- -- -- -- -- -- -- --
POST people.describe                        si -- -- in -- -- -- -- -- -- --
POST people.vouch                           si -- -- in -- -- -- -- -- -- --
POST people.remove                          si -- -- in -- -- -- -- -- -- --
POST people.propose_removal                 si -- -- in -- -- -- -- -- -- --
POST people.confirm_removal                 si -- -- in -- -- -- -- -- -- --
POST people.withdraw_removal                si -- -- in -- -- -- -- -- -- --
POST people.stop                            si -- in in -- -- -- -- -- -- --
POST people.let_in                          si -- -- in -- -- -- -- -- -- --
POST people.look_at                         si -- -- in -- -- -- -- -- -- --

GET  recovery.show                          si -- -- in -- -- -- -- -- -- --
POST recovery.agree                         si -- -- in -- -- -- -- -- -- --

GET  standing.show                          si -- -- in -- -- in in in -- --
POST standing.record                        si -- -- in -- -- in in in -- --
GET  standing.handover_of                   si -- -- in -- -- in in in -- --
POST standing.prepare                       si -- -- in -- -- in in in -- --

GET  holders.show                           si -- -- in in in -- -- -- -- --
POST holders.give                           si -- -- in in -- -- -- -- -- --
POST holders.hand_back                      si -- -- in in in -- -- -- -- --
POST holders.seen_replaced                  si -- -- in in in -- -- -- -- --
POST holders.seen                           si -- -- in in -- -- -- -- -- --

GET  health.show                            si -- in in -- -- -- -- -- -- --
POST health.close                           si -- -- in -- -- -- -- -- -- --
POST health.reopen                          si -- -- in -- -- -- -- -- -- --
POST health.in_spite                        si -- -- in -- -- -- -- -- -- --
POST health.quota                           si -- -- in -- -- -- -- -- -- --
POST health.switch_off                      si -- in -- -- -- -- -- -- -- --
POST health.switch_on                       si -- in -- -- -- -- -- -- -- --

GET  inbox.index                            si -- -- -- in -- -- -- -- -- --
GET  inbox.show                             si -- -- -- in -- -- -- -- -- --
GET  inbox.show@accepted                    si -- -- -- -- -- -- -- -- -- --
POST inbox.take                             si -- -- -- in -- -- -- -- -- --
POST inbox.take@accepted                    si -- -- -- -- -- -- -- -- -- --
POST inbox.download                         si -- -- -- in -- -- -- -- -- --
POST inbox.begin_upload                     si -- -- -- in -- -- -- -- -- --
GET  inbox.upload                           si -- -- -- in -- -- -- -- -- --
POST inbox.send_files                       si -- -- -- in -- -- -- -- -- --
POST inbox.mark_private                     si -- -- -- in -- -- -- -- -- --
POST inbox.set_aside                        si -- -- -- in -- -- -- -- -- --
GET  inbox.describe                         si -- -- -- in -- -- -- -- -- --
POST inbox.describe                         si -- -- -- in -- -- -- -- -- --
GET  set_aside.index                        si -- -- in in in in in in -- --
POST set_aside.name                         si -- -- in -- -- -- -- -- -- --
POST set_aside.decide                       si -- -- -- -- -- in -- in -- --
POST set_aside.agree                        si -- -- -- -- -- in -- -- -- --
POST set_aside.replace                      si -- -- -- -- -- in -- in -- --
POST set_aside.hand_over                    si -- -- -- -- -- in -- in -- --
GET  inbox.answer                           si -- -- -- in -- -- -- -- -- --
POST inbox.answer                           si -- -- -- in -- -- -- -- -- --
POST inbox.answer@accepted                  si -- -- -- -- -- -- -- -- -- --
GET  inbox.ask                              si -- -- -- in -- -- -- -- -- --
POST inbox.ask                              si -- -- -- in -- -- -- -- -- --
GET  inbox.decline                          si -- -- -- in -- -- -- -- -- --
POST inbox.decline                          si -- -- -- in -- -- -- -- -- --
GET  inbox.refer                            si -- -- -- in -- -- -- -- -- --
POST inbox.refer                            si -- -- -- in -- -- -- -- -- --
GET  inbox.write_down                       si -- -- -- in -- -- -- -- -- --
POST inbox.write_down                       si -- -- -- in -- -- -- -- -- --
GET  inbox.write_down_more                  si -- -- -- in -- -- -- -- -- --
GET  inbox.write_down_more@accepted         si -- -- -- -- -- -- -- -- -- --
POST inbox.write_down_more                  si -- -- -- in -- -- -- -- -- --
GET  inbox.confirm                          si -- -- -- in -- -- -- -- -- --
POST inbox.confirm                          si -- -- -- in -- -- -- -- -- --
GET  inbox.paper_form                       si -- -- in in in in in in in --
GET  inbox.note                             si -- -- -- in -- -- -- -- -- --
POST inbox.note                             si -- -- -- in -- -- -- -- -- --
GET  inbox.withdrawal                       si -- -- -- in -- -- -- -- -- --
POST inbox.withdrawal                       si -- -- -- in -- -- -- -- -- --
GET  inbox.code                             si -- -- -- in -- -- -- -- -- --
POST inbox.code                             si -- -- -- in -- -- -- -- -- --
POST inbox.withdraw_question                si -- -- -- in -- -- -- -- -- --
GET  inbox.pressure                         si -- -- -- in -- -- -- -- -- --
GET  inbox.delete                           si -- -- -- in -- -- -- -- -- --
POST inbox.delete                           si -- -- -- in -- -- -- -- -- --
GET  inbox.deletions                        si -- -- -- in -- -- -- -- -- --
GET  inbox.retire_code                      si -- -- -- in -- -- -- -- -- --
POST inbox.retire_code                      si -- -- -- in -- -- -- -- -- --
GET  inbox.accept                           si -- -- -- in -- -- -- -- -- --
POST inbox.accept                           si -- -- -- in -- -- -- -- -- --

POST alarm.codes                            si -- in in in in in in in in in
GET  alarm.explain                          si -- in in in in in in in in in
POST alarm.draw                             si -- in in in in in in in in in
POST alarm.show_words                       si in in in in in in in in in in
POST alarm.ask                              si in in in in in in in in in in
POST alarm.keep                             si -- in in in in in in in in in

GET  forgotten.ask                          si -- -- in -- -- -- -- -- -- --
POST forgotten.begin                        si -- -- in -- -- -- -- -- -- --
POST forgotten.back                         si -- -- in -- -- -- -- -- -- --
GET  forgotten.held_before                  si -- -- in in in in in in -- --
POST forgotten.give                         si -- -- in in in in in in -- --
GET  freeze.choose                          si -- -- in -- -- in in in -- --
GET  freeze.ask                             si -- -- in -- -- in -- -- -- --
POST freeze.freeze                          si -- -- in -- -- in -- -- -- --
GET  freeze.taken                           si -- -- in -- -- in in in -- --
POST freeze.thaw                            si -- -- in -- -- -- -- -- -- --
POST freeze.lost_phone                      si -- -- in -- -- -- -- -- -- --
GET  freeze.night_card                      si -- -- in -- -- in in in -- --
POST freeze.night_card                      si -- -- in -- -- in in in -- --
POST matters.stand_in                       si -- -- -- -- -- in in -- -- --
POST matters.hand_back                      si -- -- -- -- -- in in -- -- --

GET  monday.show                            si -- -- in in in in in in in in
GET  monday.away                            si -- -- in in in in in in -- --
POST monday.away                            si -- -- in in in in in in -- --
POST monday.back                            si -- -- in -- -- in -- -- -- --

GET  matters.touch                          si -- -- -- -- -- in in -- in in
POST matters.record_contacts                si -- -- -- -- -- in in -- in --
GET  matters.write_to_many                  si -- -- -- -- -- in in -- -- --
POST matters.write_to_many                  si -- -- -- -- -- in in -- -- --
GET  matters.circular                       si -- -- -- -- -- in in -- in in
GET  matters.changes                        si -- -- -- -- -- in in -- in in
POST matters.accept_changes                 si -- -- -- -- -- in in -- -- --
GET  matters.recount_all                    si -- -- in in in in in in in --
POST matters.recount_more                   si -- -- in in in in in in in --
GET  matters.plan                           si -- -- -- -- -- in in -- in in
POST matters.plan_numbers                   si -- -- -- -- -- in in -- in --
GET  matters.stage                          si -- -- -- -- -- in in -- in --
POST matters.stage                          si -- -- -- -- -- in in -- in --
GET  matters.old_cases                      si -- -- in in in in in in -- --
POST matters.old_cases                      si -- -- in in in in in in -- --
POST matters.old_cases_file                 si -- -- in in in in in in -- --
GET  matters.departure                      si -- -- in in in in in in in in
GET  matters.near_misses                    si -- -- in in in in in in in in
GET  matters.after_missed                   si -- -- -- -- -- in in -- in in
POST matters.after_missed_step              si -- -- -- -- -- in in -- in --
GET  matters.index                          si -- -- in in in in in in in in
GET  matters.new                            si -- -- in in in in in in -- --
POST matters.new                            si -- -- in in in in in in -- --
GET  matters.overview                       si -- -- -- -- -- in in -- in in
GET  matters.edit                           si -- -- -- -- -- in in -- -- --
POST matters.edit                           si -- -- -- -- -- in in -- -- --
POST matters.change_state                   si -- -- -- -- -- in in -- -- --
GET  matters.applicants                     si -- -- -- -- -- in in -- in in
POST matters.applicants_turned              si -- -- -- -- -- in in -- in in
GET  matters.add_applicant                  si -- -- -- -- -- in in -- in --
POST matters.add_applicant                  si -- -- -- -- -- in in -- in --
POST matters.applicants_together           si -- -- -- -- -- in in -- in --
GET  matters.paste_applicants               si -- -- -- -- -- in in -- in --
POST matters.paste_applicants               si -- -- -- -- -- in in -- in --
POST matters.read_table                     si -- -- -- -- -- in in -- in --
GET  matters.applicant                      si -- -- -- -- -- in in -- in in
GET  matters.applicant@restricted           si -- -- -- -- -- in in -- in in
GET  matters.edit_applicant                 si -- -- -- -- -- in in -- in --
POST matters.edit_applicant                 si -- -- -- -- -- in in -- in --
GET  matters.edit_applicant@restricted      si -- -- -- -- -- in -- -- -- --
POST matters.edit_applicant@restricted      si -- -- -- -- -- in -- -- -- --
GET  matters.applicant_access               si -- -- -- -- -- in in -- -- --
POST matters.applicant_access               si -- -- -- -- -- in in -- -- --
GET  matters.applicant_access@restricted    si -- -- -- -- -- in -- -- -- --
POST matters.applicant_access@restricted    si -- -- -- -- -- in -- -- -- --
GET  matters.persons                        si -- -- -- -- -- in in -- in in
GET  matters.add_person                     si -- -- -- -- -- in in -- in --
POST matters.add_person                     si -- -- -- -- -- in in -- in --
GET  matters.known_person                   si -- -- -- -- -- in in -- in --
POST matters.known_person                   si -- -- -- -- -- in in -- in --
GET  matters.reach                          si -- -- -- -- -- in in -- in --
POST matters.reach                          si -- -- -- -- -- in in -- in --
GET  matters.reach@restricted               si -- -- -- -- -- in -- -- -- --
POST matters.reach@restricted               si -- -- -- -- -- in -- -- -- --
GET  matters.abroad                         si -- -- -- -- -- in in -- in --
POST matters.abroad                         si -- -- -- -- -- in in -- in --
GET  matters.abroad@restricted              si -- -- -- -- -- in -- -- -- --
POST matters.abroad@restricted              si -- -- -- -- -- in -- -- -- --
GET  matters.relations                      si -- -- -- -- -- in in -- in --
POST matters.relations                      si -- -- -- -- -- in in -- in --
GET  matters.doubles_here                   si -- -- -- -- -- in in -- in --
GET  matters.doubles                        si -- -- in in in in in in in --
POST matters.keep_apart                     si -- -- -- -- -- in in -- in --
GET  matters.merge                          si -- -- -- -- -- in in -- -- --
POST matters.merge                          si -- -- -- -- -- in in -- -- --
POST matters.undo_merge                     si -- -- -- -- -- in in -- -- --
GET  matters.life                           si -- -- -- -- -- in in -- in --
POST matters.life                           si -- -- -- -- -- in in -- in --
GET  matters.life@restricted                si -- -- -- -- -- in -- -- -- --
POST matters.life@restricted                si -- -- -- -- -- in -- -- -- --
GET  matters.refer                          si -- -- -- -- -- in in -- -- --
POST matters.refer                          si -- -- -- -- -- in in -- -- --
GET  matters.refer@restricted               si -- -- -- -- -- in -- -- -- --
POST matters.refer@restricted               si -- -- -- -- -- in -- -- -- --
GET  matters.name_kept                      si -- -- -- -- -- in in -- in --
POST matters.name_kept                      si -- -- -- -- -- in in -- in --
GET  matters.name_kept@restricted           si -- -- -- -- -- in -- -- -- --
POST matters.name_kept@restricted           si -- -- -- -- -- in -- -- -- --
GET  matters.barriers                       si -- -- -- -- -- in in -- in --
POST matters.barriers                       si -- -- -- -- -- in in -- in --
GET  matters.barriers@restricted            si -- -- -- -- -- in -- -- -- --
POST matters.barriers@restricted            si -- -- -- -- -- in -- -- -- --
GET  matters.relations@restricted           si -- -- -- -- -- in -- -- -- --
POST matters.relations@restricted           si -- -- -- -- -- in -- -- -- --
GET  matters.answer_client@client          si -- -- -- -- -- in in -- -- --
POST matters.answer_client@client          si -- -- -- -- -- in in -- -- --
GET  matters.ask_client@client             si -- -- -- -- -- in in -- -- --
POST matters.ask_client@client             si -- -- -- -- -- in in -- -- --
POST matters.withdraw_question@client      si -- -- -- -- -- in in -- -- --
GET  matters.client_code@client            si -- -- -- -- -- in in -- -- --
GET  matters.client_withdrawal@client       si -- -- -- -- -- in in -- -- --
POST matters.client_withdrawal@client       si -- -- -- -- -- in in -- -- --
GET  matters.client_pressure@client         si -- -- -- -- -- in in -- in in
GET  matters.consents                       si -- -- -- -- -- in in -- in in
GET  matters.consents@restricted            si -- -- -- -- -- in -- -- -- --
GET  matters.take_consent                   si -- -- -- -- -- in in -- -- --
POST matters.take_consent                   si -- -- -- -- -- in in -- -- --
GET  matters.note_gone_out                  si -- -- -- -- -- in in -- -- --
POST matters.note_gone_out                  si -- -- -- -- -- in in -- -- --
POST matters.consent_looked_after@client    si -- -- -- -- -- in in -- -- --
POST matters.task_done                      si -- -- -- -- -- in in -- -- --
POST matters.client_code@client            si -- -- -- -- -- in in -- -- --
GET  matters.retire_client_code@client     si -- -- -- -- -- in in -- -- --
POST matters.retire_client_code@client     si -- -- -- -- -- in in -- -- --
GET  matters.write_down@client              si -- -- -- -- -- in in -- -- --
POST matters.write_down@client              si -- -- -- -- -- in in -- -- --
GET  matters.write_down@restricted          si -- -- -- -- -- in -- -- -- --
POST matters.write_down@restricted          si -- -- -- -- -- in -- -- -- --
GET  matters.confirm_statement@client       si -- -- -- -- -- in in -- -- --
POST matters.confirm_statement@client       si -- -- -- -- -- in in -- -- --
GET  matters.complaints                     si -- -- -- -- -- in in -- in in
GET  matters.add_complaint                  si -- -- -- -- -- in in -- in --
POST matters.add_complaint                  si -- -- -- -- -- in in -- in --
GET  matters.edit_complaint                 si -- -- -- -- -- in in -- in --
POST matters.edit_complaint                 si -- -- -- -- -- in in -- in --
GET  matters.complaint_matrix               si -- -- -- -- -- in in -- in in
POST matters.tick_complaint                 si -- -- -- -- -- in in -- in --
GET  matters.advocacy                       si -- -- -- -- -- in in -- in in
GET  matters.add_advocacy                   si -- -- -- -- -- in in -- -- --
POST matters.add_advocacy                   si -- -- -- -- -- in in -- -- --
GET  matters.advocacy_checks                si -- -- -- -- -- in in -- -- --
POST matters.advocacy_checks                si -- -- -- -- -- in in -- -- --
GET  matters.edit_advocacy                  si -- -- -- -- -- in in -- -- --
POST matters.edit_advocacy                  si -- -- -- -- -- in in -- -- --
POST matters.add_pledge                     si -- -- -- -- -- in in -- -- --
POST matters.end_pledge                     si -- -- -- -- -- in in -- -- --
GET  matters.settlement                     si -- -- -- -- -- in in -- in in
POST matters.open_settlement                si -- -- -- -- -- in in -- -- --
POST matters.settlement_key                 si -- -- -- -- -- in -- -- -- --
GET  matters.add_offer                      si -- -- -- -- -- in -- -- -- --
POST matters.add_offer                      si -- -- -- -- -- in -- -- -- --
POST matters.answer_offer                   si -- -- -- -- -- in -- -- -- --
GET  matters.settlement_paper               si -- -- -- -- -- in -- -- -- --
POST matters.settlement_paper               si -- -- -- -- -- in -- -- -- --
POST matters.settlement_file                si -- -- -- -- -- in -- -- -- --
GET  matters.incidents                      si -- -- -- -- -- in in -- in in
GET  matters.add_incident                   si -- -- -- -- -- in in -- in --
POST matters.add_incident                   si -- -- -- -- -- in in -- in --
GET  matters.incident                       si -- -- -- -- -- in in -- in --
POST matters.incident                       si -- -- -- -- -- in in -- in --
POST matters.take_back_incident             si -- -- -- -- -- in in -- in --
GET  matters.incident@restricted            si -- -- -- -- -- in -- -- -- --
POST matters.incident@restricted            si -- -- -- -- -- in -- -- -- --
POST matters.take_back_incident@restricted  si -- -- -- -- -- in -- -- -- --
GET  matters.incident_picture               si -- -- -- -- -- in in -- in in
POST matters.take_incidents                 si -- -- -- -- -- in in -- -- --
GET  matters.proceedings                    si -- -- -- -- -- in in -- in in
GET  matters.add_proceeding                 si -- -- -- -- -- in in -- in --
POST matters.add_proceeding                 si -- -- -- -- -- in in -- in --
GET  matters.proceeding                     si -- -- -- -- -- in in -- in in
GET  matters.edit_proceeding                si -- -- -- -- -- in in -- in --
POST matters.edit_proceeding                si -- -- -- -- -- in in -- in --
GET  matters.chain                          si -- -- -- -- -- in in -- in in
GET  matters.move_applicants                si -- -- -- -- -- in in -- in --
POST matters.move_applicants                si -- -- -- -- -- in in -- in --
GET  matters.take_back_joining              si -- -- -- -- -- in in -- in --
POST matters.take_back_joining              si -- -- -- -- -- in in -- in --
GET  matters.remedies                       si -- -- -- -- -- in in -- in in
POST matters.accept_remedies                si -- -- -- -- -- in in -- in --
GET  matters.say_remedy                     si -- -- -- -- -- in in -- in --
POST matters.say_remedy                     si -- -- -- -- -- in in -- in --
GET  matters.section_g                      si -- -- -- -- -- in in -- in in
GET  matters.add_decision                   si -- -- -- -- -- in in -- in --
POST matters.add_decision                   si -- -- -- -- -- in in -- in --
GET  matters.edit_decision                  si -- -- -- -- -- in in -- in --
POST matters.edit_decision                  si -- -- -- -- -- in in -- in --
GET  matters.service_on                     si -- -- -- -- -- in in -- in --
POST matters.service_on                     si -- -- -- -- -- in in -- in --
GET  matters.add_filing                     si -- -- -- -- -- in in -- in --
POST matters.add_filing                     si -- -- -- -- -- in in -- in --
GET  matters.edit_filing                    si -- -- -- -- -- in in -- in --
POST matters.edit_filing                    si -- -- -- -- -- in in -- in --
GET  matters.dispatches                     si -- -- -- -- -- in in -- in in
GET  matters.add_dispatch                   si -- -- -- -- -- in in -- in --
POST matters.add_dispatch                   si -- -- -- -- -- in in -- in --
GET  matters.edit_dispatch                  si -- -- -- -- -- in in -- in --
POST matters.edit_dispatch                  si -- -- -- -- -- in in -- in --
GET  matters.add_answer                     si -- -- -- -- -- in in -- in --
POST matters.add_answer                     si -- -- -- -- -- in in -- in --
POST matters.take_back_answer               si -- -- -- -- -- in in -- in --
GET  matters.documents                      si -- -- -- -- -- in in -- in in
POST matters.begin_upload                   si -- -- -- -- -- in in -- in --
GET  matters.upload                         si -- -- -- -- -- in in -- in --
POST matters.send_files                     si -- -- -- -- -- in in -- in --
POST matters.download                       si -- -- -- -- -- in in -- in in
GET  matters.client_documents               si -- -- -- -- -- in in -- in in
GET  matters.client_documents@restricted    si -- -- -- -- -- in -- -- -- --
POST matters.client_begin_upload            si -- -- -- -- -- in in -- in --
POST matters.client_begin_upload@restricted si -- -- -- -- -- in -- -- -- --
GET  matters.client_upload                  si -- -- -- -- -- in in -- in --
GET  matters.client_upload@restricted       si -- -- -- -- -- in -- -- -- --
POST matters.client_send_files              si -- -- -- -- -- in in -- in --
POST matters.client_send_files@restricted   si -- -- -- -- -- in -- -- -- --
POST matters.client_download                si -- -- -- -- -- in in -- in in
POST matters.client_download@restricted     si -- -- -- -- -- in -- -- -- --
POST matters.private                        si -- -- -- -- -- in in -- in --
POST matters.minor                          si -- -- -- -- -- in in -- in in
GET  matters.describe                       si -- -- -- -- -- in in -- in --
POST matters.describe                       si -- -- -- -- -- in in -- in --
POST matters.client_private                 si -- -- -- -- -- in in -- in --
POST matters.client_minor                   si -- -- -- -- -- in in -- in in
GET  matters.client_describe                si -- -- -- -- -- in in -- in --
POST matters.client_describe                si -- -- -- -- -- in in -- in --
POST matters.client_minor@restricted        si -- -- -- -- -- in -- -- -- --
GET  matters.team                           si -- -- -- -- -- in in -- in in
POST matters.add_member                     si -- -- -- -- -- in in -- -- --
POST matters.remove_member                  si -- -- -- -- -- in in -- -- --
POST matters.seen_replaced                  si -- -- -- -- -- in in -- in in
POST matters.seen_news                      si -- -- -- -- -- in in -- in in
GET  matters.costs                          si -- -- -- -- -- in in -- in in
POST matters.open_costs                     si -- -- -- -- -- in in -- -- --
GET  matters.costs_key                      si -- -- -- -- -- in -- -- -- --
POST matters.costs_key                      si -- -- -- -- -- in -- -- -- --
GET  matters.add_cost                       si -- -- -- -- -- in -- -- in --
POST matters.add_cost                       si -- -- -- -- -- in -- -- in --
GET  matters.take_cost_out                  si -- -- -- -- -- in -- -- in --
POST matters.take_cost_out                  si -- -- -- -- -- in -- -- in --
GET  matters.cost_receipt                   si -- -- -- -- -- in -- -- in --
POST matters.cost_receipt                   si -- -- -- -- -- in -- -- in --
POST matters.cost_proof                     si -- -- -- -- -- in -- -- in --
POST matters.costs_file                     si -- -- -- -- -- in -- -- in --
GET  matters.execution                      si -- -- -- -- -- in in -- in in
GET  matters.judgment                       si -- -- -- -- -- in in -- in in
GET  matters.add_judgment                   si -- -- -- -- -- in in -- in --
POST matters.add_judgment                   si -- -- -- -- -- in in -- in --
GET  matters.edit_judgment                  si -- -- -- -- -- in in -- in --
POST matters.edit_judgment                  si -- -- -- -- -- in in -- in --
POST matters.add_to_judgment                si -- -- -- -- -- in in -- in --
GET  matters.take_payment_back              si -- -- -- -- -- in in -- in --
POST matters.take_payment_back              si -- -- -- -- -- in in -- in --
GET  matters.take_rate_back                 si -- -- -- -- -- in in -- in --
POST matters.take_rate_back                 si -- -- -- -- -- in in -- in --
GET  matters.import_table                   si -- -- -- -- -- in in -- in --
POST matters.import_table                   si -- -- -- -- -- in in -- in --
POST matters.import_file                    si -- -- -- -- -- in in -- in --
GET  matters.in_and_out                     si -- -- -- -- -- in in -- in in
POST matters.ask_export                     si -- -- -- -- -- in in -- -- --
POST matters.agree_export                   si -- -- -- -- -- in in -- -- --
POST matters.end_export                     si -- -- -- -- -- in in -- -- --
POST matters.see_export                     si -- -- -- -- -- in in -- in in
POST matters.fetch_export                   si -- -- -- -- -- in in -- -- --
GET  matters.arrive                         si -- -- in in in in in in -- --
POST matters.arrive                         si -- -- in in in in in in -- --
GET  matters.log                            si -- -- -- -- -- in in -- in in

GET  matters.happened                       si -- -- -- -- -- in in -- in in
GET  matters.add_event                      si -- -- -- -- -- in in -- in --
POST matters.add_event                      si -- -- -- -- -- in in -- in --
GET  matters.add_events                     si -- -- -- -- -- in in -- in --
POST matters.add_events                     si -- -- -- -- -- in in -- in --
GET  matters.serve_many                     si -- -- -- -- -- in in -- in --
POST matters.serve_many                     si -- -- -- -- -- in in -- in --
GET  matters.edit_event                     si -- -- -- -- -- in in -- in --
POST matters.edit_event                     si -- -- -- -- -- in in -- in --
POST matters.take_back_event                si -- -- -- -- -- in in -- in --

GET  tasks.mine                             si -- -- in in in in in in in in
POST tasks.act                              si -- -- in in in in in in in --
GET  matters.tasks                          si -- -- -- -- -- in in -- in in
GET  matters.add_task                       si -- -- -- -- -- in in -- in --
POST matters.add_task                       si -- -- -- -- -- in in -- in --
GET  matters.task                           si -- -- -- -- -- in in -- in in
GET  matters.task@restricted                si -- -- -- -- -- in -- -- -- --
POST matters.change_task                    si -- -- -- -- -- in in -- in --
POST matters.change_task@restricted         si -- -- -- -- -- in -- -- -- --
GET  matters.notes                          si -- -- -- -- -- in in -- in in
POST matters.write_note                     si -- -- -- -- -- in in -- in --
GET  matters.letters                        si -- -- -- -- -- in in -- in in
POST matters.letters_file                   si -- -- -- -- -- in in -- -- --
GET  matters.add_letter                     si -- -- -- -- -- in in -- in --
POST matters.add_letter                     si -- -- -- -- -- in in -- in --
GET  matters.letter                         si -- -- -- -- -- in in -- in in
GET  matters.letter@restricted              si -- -- -- -- -- in -- -- -- --
POST matters.change_letter                  si -- -- -- -- -- in in -- in --
POST matters.change_letter@restricted       si -- -- -- -- -- in -- -- -- --
GET  matters.file_together                  si -- -- -- -- -- in in -- in --
POST matters.file_together                  si -- -- -- -- -- in in -- in --
GET  matters.custody                        si -- -- -- -- -- in in -- in in
GET  matters.custody@restricted             si -- -- -- -- -- in -- -- -- --
GET  matters.edit_custody                   si -- -- -- -- -- in in -- in --
GET  matters.edit_custody@restricted        si -- -- -- -- -- in -- -- -- --
POST matters.edit_custody                   si -- -- -- -- -- in in -- in --
POST matters.edit_custody@restricted        si -- -- -- -- -- in -- -- -- --
GET  matters.add_custody_entry              si -- -- -- -- -- in in -- in --
GET  matters.add_custody_entry@restricted   si -- -- -- -- -- in -- -- -- --
POST matters.add_custody_entry              si -- -- -- -- -- in in -- in --
POST matters.add_custody_entry@restricted   si -- -- -- -- -- in -- -- -- --
GET  matters.visit_sheet                    si -- -- -- -- -- in in -- in in
GET  matters.visit_sheet@restricted         si -- -- -- -- -- in -- -- -- --
GET  matters.rule39                         si -- -- -- -- -- in in -- in in
GET  matters.rule39@restricted              si -- -- -- -- -- in -- -- -- --
GET  matters.contacts                       si -- -- -- -- -- in in -- in in
GET  matters.record_contact                 si -- -- -- -- -- in in -- in --
POST matters.record_contact                 si -- -- -- -- -- in in -- in --
GET  matters.take_back_contact              si -- -- -- -- -- in in -- in --
POST matters.take_back_contact              si -- -- -- -- -- in in -- in --
GET  matters.take_back_contact@restricted   si -- -- -- -- -- in -- -- -- --
POST matters.take_back_contact@restricted   si -- -- -- -- -- in -- -- -- --

GET  matters.shares                         si -- -- -- -- -- in in -- in in
GET  matters.share                          si -- -- -- -- -- in in -- -- --
POST matters.share                          si -- -- -- -- -- in in -- -- --
POST matters.end_share                      si -- -- -- -- -- in in -- -- --
POST matters.take_return                    si -- -- -- -- -- in in -- in --
GET  matters.card                           si -- -- -- -- -- in in -- in --
POST matters.card                           si -- -- -- -- -- in in -- in --
GET  matters.laboratory                     si -- -- -- -- -- in in -- in in
GET  matters.lab_record                     si -- -- -- -- -- in in -- in --
POST matters.lab_record                     si -- -- -- -- -- in in -- in --
GET  matters.chronology                     si -- -- -- -- -- in in -- in in
GET  matters.chronology_line                si -- -- -- -- -- in in -- in --
POST matters.chronology_line                si -- -- -- -- -- in in -- in --
GET  shared.show                            si -- -- -- -- -- -- -- -- -- --
POST shared.open                            si -- -- -- -- -- -- -- -- -- --
POST shared.begin_upload                    si -- -- -- -- -- -- -- -- -- --
GET  shared.upload                          si -- -- -- -- -- -- -- -- -- --
POST shared.send_files                      si -- -- -- -- -- -- -- -- -- --

GET  matters.course                         si -- -- -- -- -- in in -- in in
GET  matters.applicant_course               si -- -- -- -- -- in in -- in in
GET  matters.deadlines                      si -- -- -- -- -- in in -- in in
POST matters.count_deadlines                si -- -- -- -- -- in in -- in --
GET  matters.deadline                       si -- -- -- -- -- in in -- in in
POST matters.deadline_lodged                si -- -- -- -- -- in in -- in --
POST matters.deadline_slip                  si -- -- -- -- -- in in -- -- --
POST matters.deadline_override              si -- -- -- -- -- in in -- -- --
POST matters.deadline_lift                  si -- -- -- -- -- in in -- -- --
POST matters.deadline_accept                si -- -- -- -- -- in in -- -- --
POST matters.deadline_drop                  si -- -- -- -- -- in in -- -- --
POST matters.deadline_missed                si -- -- -- -- -- in in -- -- --
POST matters.deadline_resume                si -- -- -- -- -- in in -- -- --

GET  matters.dates                          si -- -- -- -- -- in in -- in in
GET  matters.add_date                       si -- -- -- -- -- in in -- in --
POST matters.add_date                       si -- -- -- -- -- in in -- in --
POST matters.take_in_dates                  si -- -- -- -- -- in in -- in --
GET  matters.date                           si -- -- -- -- -- in in -- in in
GET  matters.edit_date                      si -- -- -- -- -- in in -- in --
POST matters.edit_date                      si -- -- -- -- -- in in -- in --
POST matters.date_done                      si -- -- -- -- -- in in -- in --
POST matters.date_cancel                    si -- -- -- -- -- in in -- in --
POST matters.date_reopen                    si -- -- -- -- -- in in -- in --
POST matters.date_slip                      si -- -- -- -- -- in in -- -- --
GET  matters.date_notes                     si -- -- -- -- -- in in -- in in
POST matters.write_date_note                si -- -- -- -- -- in in -- in --

GET  matters.authorities                    si -- -- -- -- -- in in -- in in
POST matters.record_steps                   si -- -- -- -- -- in in -- in --
POST matters.prepare_pages                  si -- -- -- -- -- in in -- in --
GET  matters.ink_pages                      si -- -- -- -- -- in in -- in in
POST matters.record_ink                     si -- -- -- -- -- in in -- in --
GET  matters.representation                 si -- -- -- -- -- in in -- in in
POST matters.change_representation          si -- -- -- -- -- in in -- -- --
POST matters.looked_into_account            si -- -- -- -- -- in in -- in --
GET  matters.handover                       si -- -- -- -- -- in in -- in in
POST matters.tick_handover                  si -- -- -- -- -- in in -- in --
POST matters.ask_for_keys                   si -- -- -- -- -- in in -- in --
GET  matters.firms                          si -- -- -- -- -- in in -- in in
POST matters.record_firm                    si -- -- -- -- -- in in -- -- --
POST matters.firm_leaves                    si -- -- -- -- -- in in -- -- --
GET  matters.signatures                     si -- -- -- -- -- in in -- in in
POST matters.make_batch                     si -- -- -- -- -- in in -- in --
GET  matters.signature_batch                si -- -- -- -- -- in in -- in in
POST matters.record_batch                   si -- -- -- -- -- in in -- in --
GET  matters.print_batch                    si -- -- -- -- -- in in -- in in
POST matters.heap_begin_upload              si -- -- -- -- -- in in -- in --
GET  matters.heap_upload                    si -- -- -- -- -- in in -- in --
POST matters.heap_send_files                si -- -- -- -- -- in in -- in --
GET  matters.handover_letters               si -- -- -- -- -- in in -- in in

GET  slips.index                            si -- -- in -- -- in in in -- --
GET  slips.one                              si -- -- in -- -- -- -- -- -- --
POST slips.one                              si -- -- in -- -- -- -- -- -- --
GET  board.show                             si -- -- in in in in in in in in
POST board.take                             si -- -- in in in in in in -- --
GET  board.readings                         si -- -- in in in in in in -- --
POST board.readings                         si -- -- in in in in in in -- --
POST board.take_readings_in                 si -- -- in in in in in in -- --
GET  board.month                            si -- -- in in in in in in in in
GET  board.year                             si -- -- in in in in in in in in
GET  board.workload                         si -- -- in in in in in in in in
GET  board.rule_readings                    si -- -- in in in in in in in in
POST board.choose_reading                   si -- -- in -- -- in in in -- --
GET  board.rule_book                        si -- -- in in in in in in in in
GET  feed.read                              in in in in in in in in in in in
GET  feed.show                              si -- -- in in in in in in in in
POST feed.make                              si -- -- in in in in in in in in
POST feed.end                               si -- -- in in in in in in in in
"""

#: no  nobody: no code        vi  a visit with the code of a conversation
PUBLIC = """
                                            no vi
GET  robots.refuse                          in in
GET  styles.sheet                           in in
GET  root.choose                            in in
GET  entry.first                            in in
POST entry.advice                           in in
GET  entry.first_aid                        in in
GET  entry.readers                          in in
GET  entry.others                           in in
POST entry.close                            in in
GET  leaving.left                           in in
POST leaving.leave                          in in
POST writing.code                           in in
POST writing.group                          in in
POST writing.write                          in in
POST writing.send                           in in
POST uploads.upload                         in in
GET  coming_back.ask                        in in
POST coming_back.enter                      in in
POST coming_back.home                       si in
POST coming_back.answer                     si in
POST coming_back.add                        si in
POST coming_back.wanted                     si in
POST coming_back.files                      si in
POST coming_back.consents                   si in
POST coming_back.close                      si in
POST ending.choose                          si in
POST ending.confirm                         si in
POST ending.group                           si in
POST ending.act                             si in
"""


class Row(NamedTuple):
    """One route, or one case of it, and the answer to each person."""

    method: str
    endpoint: str
    case: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}{self.case and '@'}{self.case}"


def rows(table: str) -> list[Row]:
    """The lines of a table. Raises `ValueError` for a line that does not answer everybody once, in known words."""
    heading, *lines = (line.split() for line in table.splitlines() if line.strip())
    found = []
    for method, name, *answers in lines:
        endpoint, _at, case = name.partition("@")
        if len(answers) != len(heading) or not set(answers) <= {"in", "--", "si"}:
            raise ValueError(f"{method} {name}: answer each of {' '.join(heading)} with in, -- or si")
        said = dict(zip(heading, answers, strict=True))
        if "ob" in said:
            enters = said["no"] == "in" or f"{method} {endpoint}" in OUTSIDE
            said["ou"] = "in" if enters else "--"
        found.append(Row(method, endpoint, case, said))
    if len({str(row) for row in found}) != len(found):
        raise ValueError("a route stands in the table twice")
    return found
