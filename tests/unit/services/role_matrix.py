"""Who may use what, written out: each public use case of the services, by module and name.

A new use case goes into the row of those who may use it; `test_role_matrix` fails until it stands
somewhere.  Every use case asks for its right before it does anything else.  Rights that depend on
what is asked (another's report, an override) have tests of their own beside their service.
"""

from __future__ import annotations

from desk.domain.roles import Role

_C, _H, _D, _I, _O = Role.CLERK, Role.HEAD, Role.DEPUTY, Role.IT, Role.OFFICER

_AT_THE_COUNTER = (_C, _H, _D)
_LEADS = (_H, _D)
_MANAGERS = (_H, _I)
_LOG_READERS = (_H, _D, _O)
_DAY_FILE = (_C, _H, _D, _I)
_KEEPERS = (_H, _D, _I)
_RETENTION = (_H, _D, _I, _O)
_IT = (_I,)
_EVERYBODY = (_C, _H, _D, _I, _O)
"""Their own session, password, PIN and drafts; counts without anybody's data; practice."""

_ROWS: tuple[tuple[tuple[Role, ...], str], ...] = (
    (
        _AT_THE_COUNTER,
        """
        annex.is_possible annex.standing annex.seal
        attachments.attach attachments.detach attachments.look
        appointments.warnings appointments.book appointments.notify_late
        appointments.notify_cancel appointments.reopen
        back_entry.start back_entry.check back_entry.enter
        board.board board_arrivals.find_arrivals board_forecast.can_serve
        come_near.ask_near
        conflicts.call_both conflicts.compare conflicts.count conflicts.keep conflicts.move
        conflicts.offers conflicts.slip conflicts.waiting leases.standing provisional.outlook
        counter_hold.ready counter_undo.undo
        day_open.tick day_open.doors
        find.note_palette find.note_opened
        follow_up_list.lines follow_up_list.due_count follow_up_list.detail
        follow_ups.add follow_ups.done follow_ups.postpone follow_ups.assign follow_ups.undo_done
        incident_drafts.save_draft incident_list.rows incident_list.open
        incident_moment.begin incident_moment.keep incident_moment.stamped
        incident_moment.taken_back incident_moment.file incident_moment.as_aggression
        incident_moment.tally
        incidents.report incidents.amend incidents.told
        incident_error.report_error incident_error.remedy
        incident_detail.set_detail incident_detail.evidence incident_detail.care
        incident_remedy.contact incident_remedy.apology incident_remedy.correction
        incident_remedy.complaint incident_remedy.breach
        incident_remedy.add_task incident_remedy.task_done
        incident_review.resume incident_review.missed
        incident_tasks.my_tasks
        incident_clocks.of_report
        looks.note_search looks.note_booking
        notice.seen_by notice_order.recipients
        notice_news.report_news notice_news.recent_news notice_news.note_news_read
        opening.coming opening.plan
        paper.day_sheet incident_paper.incident_paper incident_paper_remade.remade
        paper_door.door_notice paper_door.paper_log
        paper_slips.ticket_slip paper_slips.next_time_slip paper_slips.reminder_slip
        paper_slips.referral_slip paper_slips.next_bookings
        phone_calls.begin phone_calls.note phone_calls.end
        queue_calls.call_next queue_calls.call_this queue_calls.recall queue_calls.start
        queue_calls.no_show
        queue_edit.add_service queue_edit.remove_service queue_edit.set_note
        queue_edit.set_contact queue_edit.set_assistance queue_edit.tick
        queue_finish.finish queue_finish.complete queue_finish.park queue_finish.transfer
        queue_finish.stop queue_finish.leave queue_finish.requeue
        queue_take_in.take_in_booking queue_take_in.take_in_walk_in
        queue_undo.undo queue_undo.correct
        schedule.day schedule.week schedule.free_slots
        visit_history.history
        """,
    ),
    (
        _LEADS,
        """
        annex_open.prove annex_open.open annex_paper.paper
        annex_giving.waiting annex_giving.give annex_giving.refuse
        attachments.copy attachments.look_sealed attachments.copy_sealed
        capacity.set_places capacity.withdraw_places
        closing_report.closing_paper
        day_close.page day_close.close day_close.reopen
        export_day.export
        hq_answers.report_of
        incidents.acknowledge
        incident_clocks.looked_after
        notice.unseen notice.seen
        incident_remedy.task_checked
        incident_review.begin incident_review.confirm_level incident_review.set_concerned
        incident_review.findings incident_review.planned incident_review.send_back
        incident_review.block incident_review.merge incident_review.close incident_review.reopen
        incident_review.void incident_review.hand_up incident_review.update
        opening.confirm_shortened opening.set_exception opening.set_days opening.withdraw
        leases.give_back
        statistics.of_branch statistics.read_ahead statistics.months statistics.counted
        statistics_csv.rows statistics_csv.export statistics_paper.sheet
        """,
    ),
    (
        _MANAGERS,
        """
        accounts.people accounts.listing accounts.add accounts.change accounts.disable
        accounts.enable accounts.end_lockout accounts.change_password
        auto_lock.set_lock_minutes
        notice_order.deputy_order notice_order.set_deputy_order
        pins.drop_pin
        staff.listed staff.not_listed staff.without_account sync_state.may_enrol
        """,
    ),
    (
        _LOG_READERS,
        """
        annex_open.annexed
        access_list.open_log access_list.more_log access_list.export_log
        access_list.people_of_log
        account_news.news account_news.note_seen
        person_request.note person_request.find
        person_request_grant.correct person_request_grant.erase person_request_grant.again
        person_request_paper.answer
        """,
    ),
    (
        _DAY_FILE,
        """
        device_settings.keep_device_setting
        import_day.preview import_day.apply
        watched_folder.offer watched_folder.take watched_folder.put_aside
        watched_folder.no_file_today
        """,
    ),
    (_KEEPERS, "safety.set_place safety.forget_place safety.set_daily_at safety.overview"),
    (_KEEPERS, "annex_holders.overview sync_state.may_set sync_state.set_line"),
    (_KEEPERS, "entry_log.standing entry_log.note_check"),
    ((_H,), "annex_keys.name_deputy"),
    (_RETENTION, "retention_clock.confirm_date retention_table.state retention_table.run_anew"),
    (_IT, "content_store.replace"),
    (
        _EVERYBODY,
        """
        bulletins.note_shown bulletins.read bulletins.shown bulletins.unread
        find_elsewhere.elsewhere find_today.today
        incident_drafts.load_draft incident_drafts.drop_draft incident_moment.begin_anew
        lessons.shared lessons.unread lessons.read
        pins.set_pin pins.ready_pin accounts.ready_password practice.standing
        session.check_own session.confirm session.end session.lock
        sync_state.of_actor
        watched_folder.day_state
        """,
    ),
)

MATRIX: dict[str, frozenset[Role]] = {
    name: frozenset(roles) for roles, names in _ROWS for name in names.split()
}
"""Use case -> the roles that may use it."""

_PARTS = """
access.looked access.searched
accounts.roles_given
annex.put annex.seal_link attachments.may_remove
come_near.asked_steps come_near.forget
content.speaking.spoken
counter_hold.rest counter_hold.held counter_hold.end counter_hold.require_ready
day_records.note_day
find_results.may_find
follow_up_list.open_ones follow_up_sources.derived
incident_clocks.open_matters incident_clocks.may_act incident_clocks.due_times
incident_before.copied
incident_list.gathered
incident_paper.readable_events
incident_moves.happened incident_moves.refusal_of incident_moves.event_of
phone_calls.take_back phone_calls.running
queue_policy.require_walk_ins queue_policy.after_hours
queue_steps.at_this_counter queue_steps.current queue_steps.reachable queue_steps.record
queue_steps.issue queue_steps.follow
queue_take_in.todays queue_take_in.put_assistance
queue_undo.undo_offer
record.happened
safety.may_back_up
session.proved
"""
PLUMBING = frozenset(_PARTS.split())
"""Parts of use cases, called by them after they have asked for the right; never by a window."""
