//! What can go wrong, by name.

use serde::{Deserialize, Serialize};
use serde_json::json;

/// The code of a frame's error that names none: there is no such thing.
const NOT_FOUND: u32 = 5;

/// Something that goes wrong `count` times. Exactly one of `status`, `frame` and `body` says what.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) frame: Option<FrameFault>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<BodyFault>,
    #[serde(default = "once")]
    pub(crate) count: u64,
    /// Of the error in a frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) location: Option<String>,
}

fn once() -> u64 {
    1
}

impl Fault {
    /// The one that is counted as this.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let mut fault = Self { count: 1, ..Self::default() };
        if let Some(status) = name.strip_prefix("status") {
            fault.status = Some(status.parse().ok()?);
        } else if let Some(code) = name.strip_prefix("error").filter(|code| !code.is_empty()) {
            (fault.frame, fault.code) = (Some(FrameFault::Error), Some(code.parse().ok()?));
        } else {
            fault.frame = FrameFault::deserialize(json!(name)).ok();
            fault.body = BodyFault::deserialize(json!(name)).ok();
        }
        fault.check().is_ok().then_some(fault)
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        let kinds = [self.status.is_some(), self.frame.is_some(), self.body.is_some()];
        if kinds.iter().filter(|kind| **kind).count() != 1 {
            return Err("A fault has exactly one of status, frame and body.".into());
        }
        if self.status.is_some_and(|status| !(200..600).contains(&status)) {
            return Err("A fault's status is between 200 and 599.".into());
        }
        if self.code.is_some() && self.frame != Some(FrameFault::Error) {
            return Err("A fault's code goes with the frame 'error'.".into());
        }
        let is_header = |text: &String| text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !self.retry_after.iter().chain(&self.location).all(is_header) {
            return Err("A fault's retryAfter and location are printable ASCII.".into());
        }
        Ok(())
    }

    /// What it is counted as.
    pub(crate) fn name(&self) -> String {
        match (self.status, self.frame, self.body) {
            (Some(status), ..) => format!("status{status}"),
            (_, Some(FrameFault::Error), _) if self.code() != NOT_FOUND => {
                format!("error{}", self.code())
            }
            (_, Some(frame), _) => text(frame),
            (.., body) => body.map(text).unwrap_or_default(),
        }
    }

    pub(crate) fn code(&self) -> u32 {
        self.code.unwrap_or(NOT_FOUND)
    }

    /// Whether it spares those who send the cookie of somebody who was asked before.
    pub(crate) fn asks_for_consent(&self) -> bool {
        matches!(self.body, Some(BodyFault::Consent | BodyFault::ConsentRedirect))
    }
}

fn text(fault: impl Serialize) -> String {
    json!(fault).as_str().unwrap_or_default().to_owned()
}

/// What happens to one call's frame; the rest of the answer is right.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FrameFault {
    Missing,
    Null,
    Error,
    Echo,
    Gateway,
    WrongApp,
    Unparsable,
}

/// What happens to the whole answer, its status aside.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BodyFault {
    Sorry,
    SorryRedirect,
    Consent,
    ConsentRedirect,
    Garbage,
    Truncated,
    BrokenOff,
    ShortLength,
    BadGzip,
    BadChecksum,
    StalledHead,
    StalledBody,
    Reset,
    ResetConnection,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        serde_json::from_str(text).expect("well formed")
    }

    #[test]
    fn every_fault_has_a_name() {
        for (text, name) in [
            (r#"{"status":503,"retryAfter":"1"}"#, "status503"),
            (r#"{"frame":"wrongApp"}"#, "wrongApp"),
            (r#"{"frame":"error"}"#, "error"),
            (r#"{"frame":"error","code":5}"#, "error"),
            (r#"{"frame":"error","code":8}"#, "error8"),
            (r#"{"body":"sorryRedirect"}"#, "sorryRedirect"),
        ] {
            assert_eq!((fault(text).check(), fault(text).name()), (Ok(()), name.to_owned()));
            assert_eq!(Fault::named(name).map(|fault| fault.name()).as_deref(), Some(name));
        }
        for name in ["", "gone", "status", "status99", "statusx", "error-1"] {
            assert_eq!(Fault::named(name), None, "{name}");
        }
    }

    #[test]
    fn a_code_belongs_to_an_error() {
        let error = fault(r#"{"frame":"null","code":8}"#).check().expect_err("refused");
        assert!(error.contains("goes with"), "{error}");
    }
}
