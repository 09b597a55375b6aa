//! Why a lookup failed: one kind per cause, with a stable code. Each stage converts into it.

use std::time::Duration;

use serde::Serialize;

/// The cause of a failure. `code()` is what users match on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Play has nothing under this id in this country.
    NotFound,
    /// Play asked for fewer requests (429).
    RateLimited,
    /// Play asked for a consent or a captcha instead of answering.
    Blocked,
    /// Play failed (5xx, or calls left unanswered) until the tries were spent.
    Server,
    /// Play refused the call itself.
    RequestRejected,
    /// No answer came: name resolution, connection, TLS, a broken body.
    Network,
    /// No answer came in time.
    Timeout,
    /// An answer came that does not have the documented shape.
    Parse,
    /// The caller asked for something that cannot be asked.
    InvalidArgument,
    /// Play published its catalogue anew while it was read.
    StaleCatalogue,
    /// The client was closed.
    ClientClosed,
    /// A defect of playfast.
    Internal,
}

impl ErrorKind {
    /// The stable code of this kind.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotFound => "ERR_PLAYFAST_NOT_FOUND",
            Self::RateLimited => "ERR_PLAYFAST_RATE_LIMITED",
            Self::Blocked => "ERR_PLAYFAST_BLOCKED",
            Self::Server => "ERR_PLAYFAST_SERVER",
            Self::RequestRejected => "ERR_PLAYFAST_REQUEST_REJECTED",
            Self::Network => "ERR_PLAYFAST_NETWORK",
            Self::Timeout => "ERR_PLAYFAST_TIMEOUT",
            Self::Parse => "ERR_PLAYFAST_PARSE",
            Self::InvalidArgument => "ERR_PLAYFAST_INVALID_ARGUMENT",
            Self::StaleCatalogue => "ERR_PLAYFAST_STALE_CATALOGUE",
            Self::ClientClosed => "ERR_PLAYFAST_CLIENT_CLOSED",
            Self::Internal => "ERR_PLAYFAST_INTERNAL",
        }
    }

    fn retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::Blocked
                | Self::Server
                | Self::Network
                | Self::Timeout
                | Self::StaleCatalogue
        )
    }
}

/// A failure, with all that is known of it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    message: String,
    retryable: bool,
    broke_connection: bool,
    details: Box<Details>,
}

#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

impl Error {
    /// A failure of this kind. The message says what came and what to do.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            retryable: kind.retryable(),
            broke_connection: false,
            details: Box::default(),
        }
    }

    /// A field of a request that cannot be asked. Say what it must be; the caller adds what it got.
    pub fn invalid(field: &str, must: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::InvalidArgument, must);
        error.details.field = Some(field.to_owned());
        error
    }

    /// An answer without the documented shape: the fields that are missing and the block (RPC id).
    pub fn parse(block: &str, missing: &[&str], message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Parse, message);
        error.details.block = Some(block.to_owned());
        error.details.missing = missing.iter().map(|&field| field.to_owned()).collect();
        error
    }

    /// The cause.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether the same lookup may succeed later.
    pub fn retryable(&self) -> bool {
        self.retryable
    }

    /// Says that asking again cannot help, whatever the kind.
    #[must_use]
    pub fn lasting(mut self) -> Self {
        self.retryable = false;
        self
    }

    /// Whether a whole connection broke, with all requests on it.
    pub fn broke_connection(&self) -> bool {
        self.broke_connection
    }

    /// Says that a whole connection broke, with all requests on it.
    #[must_use]
    pub fn of_connection(mut self) -> Self {
        self.broke_connection = true;
        self
    }

    /// HTTP status of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        self.details.status
    }

    /// How long the server asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.details.retry_after_ms.map(Duration::from_millis)
    }

    /// HTTP requests spent on the lookup.
    pub fn attempts(&self) -> Option<u32> {
        self.details.attempts
    }

    /// The argument's field that is wrong.
    pub fn field(&self) -> Option<&str> {
        self.details.field.as_deref()
    }

    /// Which of the batch's requests is wrong.
    pub fn index(&self) -> Option<usize> {
        self.details.index
    }

    /// Required fields that the answer lacks.
    pub fn missing(&self) -> &[String] {
        &self.details.missing
    }

    /// Adds the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.details.status = Some(status);
        self
    }

    /// Adds how long the server asked to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.details.retry_after_ms =
            wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        self
    }

    /// Adds the number of HTTP requests spent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.details.attempts = Some(attempts);
        self
    }

    /// Adds which of the batch's requests it is about.
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.details.index = Some(index);
        self
    }

    /// Puts what was asked in front of the message.
    #[must_use]
    pub fn asked(mut self, asked: &str) -> Self {
        self.message = format!("{asked}: {}", self.message);
        self
    }

    /// Adds the underlying error, its own causes included.
    #[must_use]
    pub fn caused_by(mut self, cause: &dyn std::error::Error) -> Self {
        let mut text = cause.to_string();
        let mut next = cause.source();
        while let Some(inner) = next {
            let inner_text = inner.to_string();
            if !text.contains(&inner_text) {
                text = format!("{text}: {inner_text}");
            }
            next = inner.source();
        }
        self.details.cause = Some(text);
        self
    }

    /// The failure as JSON, as it crosses to JavaScript.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Failure<'a> {
            code: &'static str,
            message: &'a str,
            retryable: bool,
            #[serde(flatten)]
            details: &'a Details,
        }
        let failure = Failure {
            code: self.kind.code(),
            message: &self.message,
            retryable: self.retryable,
            details: &self.details,
        };
        // Strings, numbers and lists of strings: nothing in it can fail to serialise.
        serde_json::to_string(&failure).unwrap_or_default()
    }
}
