//! Which fields the last records had: noted for each record, added up when somebody asks.

use std::sync::{Mutex, PoisonError};

use super::media::availability_of;
use super::node::Node;
use super::shares::{Base, Share};
use crate::model::Availability;

/// So many of the last records are remembered.
pub(super) const MOST: usize = 1024;
/// The first look: fewer records tell of no drift. Then when they are twice as many, and at last after
/// each so many more.
const SOON: u64 = 8;
const MORE: u64 = 256;

/// Of an answer it is only remembered whether it has rows.
const ROWS: u128 = 1;

/// Remembers which fields the last records of a table had.
pub(super) struct Watch {
    /// The lookup that the records answer.
    pub(super) lookup: &'static str,
    /// Their kind.
    pub(super) record: &'static str,
    pub(super) shares: &'static [Share],
    last: Mutex<Last>,
}

/// A ring: when it is full, the oldest gives way.
struct Last {
    seen: Vec<Seen>,
    next: usize,
    total: u64,
    /// When so many have come, they are looked at once more.
    due: u64,
}

/// What a record had.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// A bit for each field of the table that was wanted.
    pub(super) asked: u128,
    /// A bit for each of them that was served.
    pub(super) served: u128,
    /// By nature a record may be thin.
    pub(super) nature: Nature,
    /// It lacks a required field.
    pub(super) rejected: bool,
}

/// Where an app stands; what it is not, it need not have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Nature {
    #[default]
    Usual,
    Preregistration,
    NotOffered,
}

impl Nature {
    /// By the value at the place of the availability, where there is one.
    pub(super) fn of(availability: Option<Node<'_>>) -> Self {
        match availability.and_then(availability_of) {
            Some(Availability::Preregistration) => Self::Preregistration,
            Some(Availability::NotOffered) => Self::NotOffered,
            Some(Availability::Available) | None => Self::Usual,
        }
    }
}

impl Watch {
    /// Of answers, that have rows or none.
    pub(super) fn of_answers(lookup: &'static str, share: &'static Share) -> Self {
        Self::new(lookup, "answer", std::slice::from_ref(share))
    }

    pub(super) fn new(
        lookup: &'static str,
        record: &'static str,
        shares: &'static [Share],
    ) -> Self {
        let last = Last { seen: Vec::new(), next: 0, total: 0, due: SOON };
        Self { lookup, record, shares, last: Mutex::new(last) }
    }

    /// One more record. The lock is held for the time of a copy.
    pub(super) fn note(&self, seen: Seen) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.total += 1;
        if last.seen.len() < MOST {
            // Room for all of them with the first: most tables never have one.
            if last.seen.is_empty() {
                last.seen.reserve_exact(MOST);
            }
            last.seen.push(seen);
            return;
        }
        let next = last.next;
        last.seen[next] = seen;
        last.next = (next + 1) % MOST;
    }

    /// One more answer, with rows or without any.
    pub(super) fn note_rows(&self, has_rows: bool) {
        self.note(Seen { asked: ROWS, served: ROWS * u128::from(has_rows), ..Seen::default() });
    }

    /// Whether enough records came since it was last asked.
    pub(super) fn is_due(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.total >= last.due;
        if is_due {
            last.due = last.total + last.total.min(MORE);
        }
        is_due
    }

    /// How many records there were in all, and the last of them in no order.
    pub(super) fn read(&self) -> (u64, Vec<Seen>) {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        (last.total, last.seen.clone())
    }
}

impl Seen {
    pub(super) fn has_rows(&self) -> bool {
        self.served & ROWS != 0
    }

    pub(super) fn wanted(&self, field: usize) -> bool {
        self.asked & (1 << field) != 0
    }

    pub(super) fn has(&self, field: usize) -> bool {
        self.served & (1 << field) != 0
    }

    /// Whether it is one of the records that a share is of.
    pub(super) fn is_of(&self, base: Base, score: Option<usize>) -> bool {
        let rated = || score.is_none_or(|score| self.has(score) || !self.wanted(score));
        self.nature == Nature::Usual && (base == Base::Offered || rated())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_records_are_remembered() {
        let watch = Watch::new("app", "app", &[]);
        for n in 0..MOST as u128 + 10 {
            watch.note(Seen { served: n, ..Seen::default() });
        }
        assert!(watch.is_due() && !watch.is_due());
        let (total, seen) = watch.read();
        assert_eq!((total, seen.len()), (MOST as u64 + 10, MOST));
        let mut served: Vec<u128> = seen.iter().map(|seen| seen.served).collect();
        served.sort_unstable();
        assert_eq!(served, (10..MOST as u128 + 10).collect::<Vec<_>>());
    }
}
