//! The exits of a client: the addresses that Play sees. Each has its own pace and its own health.

use std::sync::Arc;

use tokio::time::Instant;

use super::client::WayOut;
use super::hold::{Health, Hold};
use super::limiter::Limiter;

/// One way out: this machine's address, or a proxy.
pub(super) struct Exit {
    pub(super) way: Arc<WayOut>,
    pub(super) limiter: Limiter,
    pub(super) health: Health,
    /// A cookie that refuses consent goes along, since it was asked for.
    pub(super) consent: bool,
}

impl Exit {
    /// An exit that is open.
    pub(super) fn new(way: Arc<WayOut>, limiter: Limiter) -> Self {
        Self { way, limiter, health: Health::default(), consent: false }
    }

    fn serves(&self, country: &str) -> bool {
        self.way.countries.iter().any(|own| own == country)
    }
}

/// All exits, taken by turns.
pub(super) struct Exits {
    all: Vec<Exit>,
    turn: usize,
}

/// Whether a request can go out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Through this exit.
    Now(usize),
    /// Not before.
    At(Instant),
    /// When one that is on its way is answered.
    Later,
}

impl Exits {
    pub(super) fn new(all: Vec<Exit>) -> Self {
        Self { all, turn: 0 }
    }

    pub(super) fn get(&mut self, exit: usize) -> &mut Exit {
        &mut self.all[exit]
    }

    pub(super) fn all(&self) -> &[Exit] {
        &self.all
    }

    /// Whether there is another where one is out of use.
    pub(super) fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// Whether any exit could send now.
    pub(super) fn way_of_any(&self, now: Instant) -> Way {
        self.best(0..self.all.len(), now)
    }

    /// The way of a request for a country, or of a chain that lives on an exit.
    pub(super) fn way(&self, country: &str, chain: Option<usize>, now: Instant) -> Way {
        self.best(self.eligible(country, chain), now)
    }

    fn best(&self, exits: impl Iterator<Item = usize>, now: Instant) -> Way {
        let mut way = Way::Later;
        for exit in exits {
            let found = &self.all[exit];
            let held = found.health.hold(now).map(|hold| hold.until);
            let (Some(opens), Some(ready)) =
                (held.unwrap_or(Some(now)), found.limiter.ready_at(now))
            else {
                continue;
            };
            let at = opens.max(ready);
            if at <= now {
                return Way::Now(exit);
            }
            way = match way {
                Way::At(earlier) if earlier <= at => way,
                _ => Way::At(at),
            };
        }
        way
    }

    /// Exits that may be used, in the order of their turns. One that names the country goes before
    /// those that name none; if there is neither, any will do.
    fn eligible(&self, country: &str, chain: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let only = chain.filter(|&exit| exit < self.all.len());
        let named = self.all.iter().any(|exit| exit.serves(country));
        let general = self.all.iter().any(|exit| exit.way.countries.is_empty());
        let country = country.to_owned();
        let count = self.all.len();
        (0..count).map(move |place| (self.turn + place) % count).filter(move |&place| {
            let exit = &self.all[place];
            match only {
                Some(only) => place == only,
                None if named => exit.serves(&country),
                None => exit.way.countries.is_empty() || !general,
            }
        })
    }

    /// What holds back all exits that may be used; of these the one that opens first.
    pub(super) fn hold(
        &self,
        country: &str,
        chain: Option<usize>,
        now: Instant,
    ) -> Option<Hold<'_>> {
        let mut first: Option<Hold<'_>> = None;
        for exit in self.eligible(country, chain) {
            let hold = self.all[exit].health.hold(now)?;
            let earlier = first
                .as_ref()
                .is_none_or(|first| hold.until.unwrap_or(now) < first.until.unwrap_or(now));
            if earlier {
                first = Some(hold);
            }
        }
        first
    }

    /// A request goes out. Returns whether it probes a blocked exit.
    pub(super) fn take(&mut self, exit: usize, now: Instant) -> bool {
        self.turn = (exit + 1) % self.all.len();
        let exit = &mut self.all[exit];
        exit.limiter.take(now);
        exit.health.sends()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::future::BoxFuture;

    use super::*;
    use crate::engine::limiter::Rate;
    use crate::error::{Error, ErrorKind};
    use crate::transport::{Request, Response, Transport};

    struct Nowhere;

    impl Transport for Nowhere {
        fn send(&self, _: Request, _: Duration) -> BoxFuture<'_, Result<Response, Error>> {
            Box::pin(std::future::pending())
        }
    }

    fn exits(countries: &[&[&str]], now: Instant) -> Exits {
        let exit = |(place, countries): (usize, &&[&str])| {
            let countries = countries.iter().map(|&country| country.to_owned()).collect();
            let limiter = Limiter::new(1, Rate::Off, now);
            let way = WayOut { name: place.to_string(), transport: Arc::new(Nowhere), countries };
            Exit::new(Arc::new(way), limiter)
        };
        Exits::new(countries.iter().enumerate().map(exit).collect())
    }

    #[test]
    fn exits_take_turns() {
        let now = Instant::now();
        let mut exits = exits(&[&[], &[], &[]], now);
        for expected in [0, 1, 2] {
            assert_eq!(exits.way("us", None, now), Way::Now(expected));
            exits.take(expected, now);
        }
        assert_eq!(exits.way("us", None, now), Way::Later);
        assert_eq!(exits.way_of_any(now), Way::Later);
    }

    #[test]
    fn countries_and_chains_have_their_exits() {
        let now = Instant::now();
        let mut exits = exits(&[&["kr"], &[], &["us", "kr"]], now);
        assert_eq!(exits.way("kr", None, now), Way::Now(0));
        exits.take(0, now);
        assert_eq!(exits.way("kr", None, now), Way::Now(2));
        assert_eq!(exits.way("de", None, now), Way::Now(1));
        assert_eq!(exits.way("us", Some(1), now), Way::Now(1));
        assert_eq!(exits.way("us", Some(0), now), Way::Later);
        // A chain of another client.
        assert_eq!(exits.way("us", Some(7), now), Way::Now(2));
    }

    #[test]
    fn only_named_countries_serve_others_too() {
        let now = Instant::now();
        assert_eq!(exits(&[&["kr"]], now).way("de", None, now), Way::Now(0));
    }

    #[test]
    fn a_hold_is_one_only_where_no_other_exit_is_open() {
        let now = Instant::now();
        let mut exits = exits(&[&[], &[]], now);
        let blocked = || Error::new(ErrorKind::Blocked, "captcha");
        exits.get(0).health.blocked(blocked(), false, now);
        assert!(exits.hold("us", None, now).is_none());
        assert!(exits.hold("us", Some(0), now).is_some());
        assert_eq!(exits.way("us", None, now), Way::Now(1));
        let later = now + Duration::from_secs(10);
        exits.get(1).health.blocked(blocked(), false, later);
        let opens = Some(now + Duration::from_secs(30));
        assert_eq!(exits.hold("us", None, later).unwrap().until, opens);
    }
}
