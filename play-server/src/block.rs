//! Blocks: for a while an address gets nothing else, or everybody.

use crate::fault::{BodyFault, Fault};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Block {
    kind: Kind,
    /// Until it is lifted, unless told.
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<u32>,
    /// The only one that it holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
enum Kind {
    Status(u16),
    Body(BodyFault),
}

impl Block {
    pub(crate) fn check(&self) -> Result<(), String> {
        self.fault().check()
    }

    fn fault(&self) -> Fault {
        match self.kind {
            Kind::Status(status) => Fault { status: Some(status), ..Fault::default() },
            Kind::Body(body) => Fault { body: Some(body), ..Fault::default() },
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Standing {
    block: Block,
    end: Option<Instant>,
}

impl Standing {
    fn holds_at(&self, now: Instant) -> bool {
        self.end.is_none_or(|end| now < end)
    }
}

/// By address; without one, everybody's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Blocks(BTreeMap<Option<IpAddr>, Standing>);

impl Blocks {
    /// Takes the place of the one for the same address.
    pub(crate) fn set(&mut self, block: Block, now: Instant) {
        let end = block.ms.map(|ms| now + Duration::from_millis(ms.into()));
        self.0.insert(block.address, Standing { block, end });
    }

    /// What an address gets; its own block comes first.
    pub(crate) fn standing(&self, peer: IpAddr, has_consent: bool, now: Instant) -> Option<Fault> {
        [Some(peer), None]
            .iter()
            .filter_map(|address| self.0.get(address))
            .filter(|standing| standing.holds_at(now))
            .map(|standing| standing.block.fault())
            .find(|fault| !(has_consent && fault.asks_for_consent()))
    }
}

impl Serialize for Blocks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let now = Instant::now();
        let standing = self.0.values().filter(|standing| standing.holds_at(now));
        serializer.collect_seq(standing.map(|standing| &standing.block))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn block(text: &str) -> Block {
        serde_json::from_str(text).expect("well formed")
    }

    fn name(fault: Option<Fault>) -> Option<String> {
        fault.map(|fault| fault.name())
    }

    #[test]
    fn blocks_hold_for_their_time_and_their_address() {
        let start = Instant::now();
        let mut blocks = Blocks::default();
        blocks.set(block(r#"{"kind":403,"ms":1000}"#), start);
        blocks.set(block(r#"{"kind":"sorryRedirect","address":"127.0.0.2"}"#), start);
        let other = IpAddr::from([127, 0, 0, 2]);
        let at = |peer, ms| name(blocks.standing(peer, false, start + Duration::from_millis(ms)));
        assert_eq!(at(HERE, 999).as_deref(), Some("status403"));
        assert_eq!(at(HERE, 1000), None);
        assert_eq!(at(other, 500).as_deref(), Some("sorryRedirect"));
        assert_eq!(at(other, 1_000_000).as_deref(), Some("sorryRedirect"));
    }

    #[test]
    fn a_cookie_lifts_what_asks_for_consent() {
        let start = Instant::now();
        let mut blocks = Blocks::default();
        blocks.set(block(r#"{"kind":"consentRedirect"}"#), start);
        assert!(blocks.standing(HERE, false, start).is_some());
        assert_eq!(blocks.standing(HERE, true, start), None);
        blocks.set(block(r#"{"kind":"consentRedirect","ms":0}"#), start);
        assert_eq!(blocks.standing(HERE, false, start), None);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(block(r#"{"kind":99}"#).check().is_err());
        assert!(serde_json::from_str::<Block>(r#"{"kind":"missing"}"#).is_err());
    }
}
