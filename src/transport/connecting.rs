//! Requests that begin together share one attempt to connect, and only one of them learns why it
//! failed. It tells the others.

use std::time::Duration;

use tokio::sync::watch;

use super::failure::causes;
use crate::error::Error;

/// So long the others wait to be told; the failure is known when they are cancelled.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Why the last attempt to connect failed.
#[derive(Debug, Default)]
pub(super) struct Connecting(watch::Sender<Option<Error>>);

/// Hears of attempts that fail from now on.
pub(super) struct Listener(watch::Receiver<Option<Error>>);

impl Connecting {
    pub(super) fn listen(&self) -> Listener {
        Listener(self.0.subscribe())
    }

    pub(super) fn failed(&self, why: &Error) {
        self.0.send_replace(Some(why.clone()));
    }
}

impl Listener {
    /// Why the attempt failed that was waited for.
    pub(super) async fn why(mut self) -> Option<Error> {
        let told = tokio::time::timeout(LONGEST_WAIT, self.0.changed()).await;
        told.ok()?.ok()?;
        self.0.borrow().clone()
    }
}

/// Whether a request waited for another's attempt to connect, which failed. Read off the text: the
/// types of these errors are private to hyper-util.
pub(super) fn waited_in_vain(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| {
        let text = cause.to_string();
        text == "request was canceled" || text == "client error (Canceled)"
    })
}
