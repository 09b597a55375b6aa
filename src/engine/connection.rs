//! What a broken connection costs. HTTP/2 carries the requests of an exit on one, and all of them
//! break with it; nobody knows which of them it was, or whether it was any.

use tokio::time::Instant;

/// So many answers in a row, and twice as many requests share the connection again.
const STEADY: u32 = 16;

/// The connection of an exit.
#[derive(Debug, Default)]
pub(super) struct Connection {
    /// When it last broke with several requests on it.
    broke: Option<Instant>,
    /// So many requests share it since then; nothing once it has proved steady.
    most: Option<usize>,
    answers: u32,
}

/// A request whose connection broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    /// It was alone on it.
    Alone,
    /// Others were on it.
    Shared,
    /// It was on one that is known to have broken.
    Known,
}

impl Connection {
    /// How many requests may share it, of so many.
    pub(super) fn most(&self, concurrency: usize) -> usize {
        self.most.map_or(concurrency, |most| most.min(concurrency))
    }

    /// It broke with a request that went out then, while so many others were on their way.
    pub(super) fn broke(&mut self, sent: Instant, others: usize, now: Instant) -> Break {
        self.answers = 0;
        if self.broke.is_some_and(|broke| sent < broke) {
            return Break::Known;
        }
        if others == 0 {
            return Break::Alone;
        }
        (self.broke, self.most) = (Some(now), Some(1));
        Break::Shared
    }

    /// It brought an answer.
    pub(super) fn answered(&mut self, concurrency: usize) {
        let Some(most) = self.most else { return };
        self.answers += 1;
        if self.answers >= STEADY {
            self.answers = 0;
            self.most = Some(2 * most).filter(|most| *most < concurrency);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn one_break_counts_once_and_leaves_a_request_at_a_time() {
        let begin = Instant::now();
        let now = begin + Duration::from_secs(1);
        let mut connection = Connection::default();
        assert_eq!(connection.broke(begin, 2, now), Break::Shared);
        assert_eq!(connection.broke(begin, 1, now), Break::Known);
        assert_eq!(connection.broke(begin, 0, now), Break::Known);
        assert_eq!(connection.most(16), 1);
        assert_eq!(connection.broke(now, 0, now), Break::Alone);
    }

    #[test]
    fn it_is_trusted_again_step_by_step() {
        let now = Instant::now();
        let mut connection = Connection::default();
        connection.broke(now, 15, now);
        let most: Vec<usize> = (0..65)
            .map(|_| {
                connection.answered(16);
                connection.most(16)
            })
            .collect();
        assert_eq!([14, 15, 31, 47, 62, 63].map(|place: usize| most[place]), [1, 2, 4, 8, 8, 16]);
        connection.broke(now, 15, now);
        for _ in 0..15 {
            connection.answered(16);
        }
        connection.broke(now, 0, now);
        connection.answered(16);
        assert_eq!(connection.most(16), 1, "only answers in a row count");
    }
}
