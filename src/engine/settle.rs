//! What an answer means for the calls that waited for it, for its exit and for the next packs.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use super::attempt::{Report, Settled};
use super::call::{BatchId, Call, CallId};
use super::check::nothing;
use super::classify::{Cause, Failure};
use super::connection::Break;
use super::dispatch::{Dispatcher, Sent};
use super::limiter::Sign;
use super::meter::RequestEvent;
use crate::error::{Error, ErrorKind};

/// So many answers without a readable one for a call, and its page is asked instead.
const MISSES: u32 = 3;

impl Dispatcher {
    pub(super) fn finish(&mut self, sent: &Sent, report: Option<Report>, now: Instant) {
        let Some(report) = report else { return self.finish_broken(sent, now) };
        // Before the outcomes are delivered: who has the last one may ask for the events.
        self.note_event(sent, &report, now);
        let Report { tasks, settled, sizes, failure, bytes, finding, drifted, .. } = report;
        self.stats.answered(bytes, failure.as_ref());
        self.count_bytes(sent, bytes);
        let broke = self.judge_exit(sent, failure.as_ref(), now);
        // As above: who has an outcome may look at what holds its exit.
        self.stats.note_exits(&self.exits, now);
        if failure.is_none() {
            let answered = tasks.iter().zip(&sizes).filter(|(_, size)| **size > 0);
            for (task, size) in answered {
                self.work.weights.learn_bytes(task, *size);
            }
            self.work.weights.learn_time(tasks.iter(), now - sent.at, sent.group.timeout);
        }
        let failed = failure.is_some();
        let (mut left, mut next) = (Vec::new(), Vec::new());
        for ((id, task), settled) in sent.calls.iter().zip(tasks).zip(settled) {
            let Some(call) = self.work.calls.get_mut(id) else { continue };
            call.task = Some(task);
            if !failed {
                call.failed_requests = 0;
            }
            match settled {
                Settled::Done(result) => self.work.finish(*id, result, now),
                Settled::Next => next.push(*id),
                Settled::Unanswered(error) => {
                    call.failure = error;
                    left.push(*id);
                }
            }
        }
        match failure {
            Some(failure) if broke != Break::Alone || self.is_exits_fault(sent, &failure) => {
                self.take_back_try(&left, &failure.error, now);
            }
            failure => {
                for id in left {
                    self.ask_again(id, failure.as_ref(), now);
                }
            }
        }
        // Each goes to the head of its line: the last first.
        for id in next.into_iter().rev() {
            self.ask_next(id, now);
        }
        if let Some(lookup) = drifted {
            self.check_drifted(lookup, &sent.group, now);
        }
        if let (Some(kind), Some(finding)) = (sent.check, finding) {
            self.go_on_with_check(kind, finding, now);
        }
        if failed && self.exits.all()[sent.exit].health.hold(now).is_some() {
            self.give_up(now);
        }
    }

    /// A defect of ours stopped the request.
    fn finish_broken(&mut self, sent: &Sent, now: Instant) {
        self.let_go_of_exit(sent, now);
        let defect = Error::new(
            ErrorKind::Internal,
            "a defect of playfast stopped this lookup; please report it",
        );
        for id in &sent.calls {
            self.work.finish(*id, Err(defect.clone()), now);
        }
        if let Some(kind) = sent.check {
            self.go_on_with_check(kind, nothing(&defect), now);
        }
    }

    /// What the exit learns. Returns whether the request broke with others; alone, if it did not.
    fn judge_exit(&mut self, sent: &Sent, failure: Option<&Failure>, now: Instant) -> Break {
        let others = self.exits.are_several();
        let reject_consent = self.work.settings.reject_consent;
        let exit = self.exits.get(sent.exit);
        exit.limiter.give_back(sent.at, failure.map_or(Sign::Clean, Failure::sign), now);
        let Some(Failure { error, cause }) = failure else {
            exit.health.answered(sent.probe);
            return Break::Alone;
        };
        let broke = match cause {
            Cause::Network if error.broke_connection() => {
                exit.limiter.connection_broke(sent.at, now)
            }
            _ => Break::Alone,
        };
        match cause {
            // Asked once more with the cookie; where it went along, it did not help.
            Cause::Consent if reject_consent && !sent.consent => {
                exit.consent = true;
                exit.health.dropped(sent.probe);
            }
            Cause::Blocked | Cause::Consent => exit.health.blocked(error.clone(), sent.probe, now),
            Cause::Network if broke == Break::Known => exit.health.dropped(sent.probe),
            Cause::Network => exit.health.failed(error, sent.probe, others, now),
            Cause::Refused | Cause::Server | Cause::Final => exit.health.answered(sent.probe),
        }
        if let Some(wait) = error.retry_after() {
            exit.health.asked_to_wait(wait, error, now);
        }
        broke
    }

    /// Tells one of its batches of a request that ended, so that nobody hears of it twice.
    fn note_event(&self, sent: &Sent, report: &Report, now: Instant) {
        let wants =
            |id: &&BatchId| self.work.batches.get(id).is_some_and(|batch| batch.options.events);
        let Some(batch) = sent.batches.iter().filter(wants).min() else { return };
        let calls = sent.calls.iter().filter_map(|id| self.work.calls.get(id));
        let event = RequestEvent {
            rpc_ids: report.rpc_ids(),
            page: report.page.clone(),
            calls: sent.calls.len(),
            exit: self.exits.all()[sent.exit].way.name.clone(),
            status: report.status,
            bytes: report.bytes,
            ms: u64::try_from((now - sent.at).as_millis()).unwrap_or(u64::MAX),
            attempt: calls.map(|call| call.requests).max().unwrap_or(1),
            cause: report.failure.as_ref().map(|failure| failure.cause.name()),
            code: report.failure.as_ref().map(|failure| failure.error.kind().code()),
        };
        self.work.batches[batch].meter.note(event);
    }

    fn count_bytes(&self, sent: &Sent, bytes: usize) {
        let calls = sent.calls.len().max(1);
        for id in &sent.batches {
            let Some(batch) = self.work.batches.get(id) else { continue };
            let own = sent.calls.iter().filter(|call| batch.calls.contains(call)).count();
            batch.meter.bytes.fetch_add((bytes * own / calls) as u64, Ordering::Relaxed);
        }
    }

    /// The call goes on in another way or for more: what was begun is finished first.
    fn ask_next(&mut self, id: CallId, now: Instant) {
        let Some(call) = self.work.calls.get_mut(&id) else { return };
        (call.tries, call.failed_requests, call.misses) = (0, 0, 0);
        let page = call.task.as_ref().is_some_and(super::call::Task::is_page);
        if page != call.group.page {
            let mut group = (*call.group).clone();
            group.page = page;
            call.group = Arc::new(group);
        }
        if !self.waits_for_check(id, now) {
            self.work.requeue(id, now);
        }
    }

    fn is_exits_fault(&self, sent: &Sent, failure: &Failure) -> bool {
        let others = self.exits.are_several();
        match failure.cause {
            Cause::Blocked | Cause::Consent => true,
            Cause::Network => sent.probe || (others && !failure.error.retryable()),
            Cause::Refused | Cause::Server | Cause::Final => false,
        }
    }

    /// It was not the calls' fault: they go out again as soon as may be, and the try is not counted.
    fn take_back_try(&mut self, calls: &[CallId], error: &Error, now: Instant) {
        for &id in calls.iter().rev() {
            if let Some(call) = self.work.calls.get_mut(&id) {
                call.failure = Some(error.clone());
                self.work.requeue(id, now);
            }
        }
    }

    /// Asks a call again that is not answered, later and in another pack, or gives it up.
    fn ask_again(&mut self, id: CallId, failure: Option<&Failure>, now: Instant) {
        let attempts = self.work.settings.attempts;
        let max_retry_after = self.work.settings.max_retry_after;
        let Some(call) = self.work.calls.get_mut(&id) else { return };
        call.tries += 1;
        call.failed_requests += u32::from(failure.is_some());
        call.misses += u32::from(failure.is_none());
        let error = call.failure.take().or_else(|| failure.map(|failure| failure.error.clone()));
        let error = error.unwrap_or_else(unanswered);
        let too_long = error.retry_after().is_some_and(|wait| wait > max_retry_after);
        if call.tries >= attempts || too_long || (failure.is_some() && !error.retryable()) {
            return self.give_up_call(id, error, now);
        }
        if call.misses >= MISSES {
            if let Some(task) = call.task.as_mut().filter(|task| task.has_page()) {
                task.turn_to_page(error);
                return self.ask_next(id, now);
            }
            if error.kind() == ErrorKind::Parse {
                return self.give_up_call(id, error, now);
            }
        }
        call.failure = Some(error.clone());
        self.work.spend_retries(id, &error);
        let Some(call) = self.work.calls.get(&id) else { return };
        self.work.retries.schedule(id, &call.group, call.tries, now);
        self.stats.retried();
    }

    /// Ends a call that spent its tries, or asks in another way.
    fn give_up_call(&mut self, id: CallId, error: Error, now: Instant) {
        let Some(call) = self.work.calls.get_mut(&id) else { return };
        let Some(task) = &mut call.task else { return };
        match task.give_up(error) {
            Settled::Done(result) => self.work.finish(id, result, now),
            Settled::Next | Settled::Unanswered(_) => self.ask_next(id, now),
        }
    }

    /// Ends the calls that wait for an exit, where this is of no use.
    fn give_up(&mut self, now: Instant) {
        let calls: Vec<CallId> = self.work.calls.keys().copied().collect();
        self.give_up_calls(calls, now);
    }

    /// As [`Dispatcher::give_up`], for the calls of a batch.
    pub(super) fn give_up_batch(&mut self, id: BatchId, now: Instant) {
        if self.exits.all().iter().any(|exit| exit.health.hold(now).is_some()) {
            let batch = self.work.batches.get(&id);
            let calls = batch.map(|batch| batch.calls.iter().copied().collect());
            self.give_up_calls(calls.unwrap_or_default(), now);
        }
    }

    fn give_up_calls(&mut self, calls: Vec<CallId>, now: Instant) {
        for id in calls {
            let Some(call) = self.work.calls.get(&id) else { continue };
            if call.is_on_the_wire() {
                continue;
            }
            let Some((error, everybody)) = self.useless(call, now) else { continue };
            let impatient: Vec<BatchId> = call
                .waiters
                .iter()
                .filter(|waiter| everybody || !self.work.is_patient(waiter.batch))
                .map(|waiter| waiter.batch)
                .collect();
            self.work.fail_for(id, |waiter| impatient.contains(&waiter.batch), &error);
        }
    }

    /// Why it is of no use to wait for an exit, and whether the patient too should know.
    fn useless(&self, call: &Call, now: Instant) -> Option<(Error, bool)> {
        let settings = &self.work.settings;
        let hold = self.exits.hold(&call.group.locale.country, call.group.exit(), now)?;
        let left = hold.until.map_or(Duration::ZERO, |until| until - now);
        let asked_to_wait = hold.pauses == 0;
        let everybody = if asked_to_wait {
            left > settings.max_retry_after
        } else {
            hold.pauses > settings.attempts || !hold.why.retryable()
        };
        let error = hold.why.clone().with_retry_after(Some(left));
        (everybody || !asked_to_wait).then_some((error, everybody))
    }

    /// Ends the lookups of batches whose time is over.
    pub(super) fn end_overdue(&mut self, now: Instant) {
        for id in self.work.take_overdue(now) {
            let Some(batch) = self.work.batches.get_mut(&id) else { continue };
            batch.deadline = None;
            // A batch that is still open is closed.
            batch.options.open = false;
            let deadline = batch.options.deadline.unwrap_or_default();
            let calls: Vec<CallId> = batch.calls.iter().copied().collect();
            for call_id in calls {
                let Some(call) = self.work.calls.get(&call_id) else { continue };
                let error = self.overdue_error(call, deadline, now);
                self.work.fail_for(call_id, |waiter| waiter.batch == id, &error);
            }
            self.work.close(id);
        }
        self.drop_unwanted(now);
    }

    fn overdue_error(&self, call: &Call, deadline: Duration, now: Instant) -> Error {
        if let Some(hold) = self.exits.hold(&call.group.locale.country, call.group.exit(), now) {
            let left = hold.until.map(|until| until - now);
            return hold.why.clone().with_retry_after(left);
        }
        let message = format!(
            "there was no answer before the batch's deadline of {} ms; raise deadlineMs",
            deadline.as_millis()
        );
        let error = Error::new(ErrorKind::Timeout, message);
        match &call.failure {
            Some(failure) => error.caused_by(failure),
            None => error,
        }
    }
}

fn unanswered() -> Error {
    Error::new(ErrorKind::Server, "Play answered the request but not this call of it; try later")
        .with_status(200)
}
