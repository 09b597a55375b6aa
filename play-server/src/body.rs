//! The body of an answer, which may end as it should not.

use crate::counters::Flight;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::fmt::{Display, Formatter};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// As much as goes into a frame of h2.
const CHUNK: usize = 64 << 10;

/// Lets what was written go out before the end comes, which would overtake it.
const PAUSE: Duration = Duration::from_millis(50);

/// Why a stream ends before it is complete.
#[derive(Debug)]
pub(crate) struct Reset;

impl Display for Reset {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a fault that was asked for")
    }
}

impl std::error::Error for Reset {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Right,
    /// With an error: `RST_STREAM`, or the end of the connection.
    Broken,
    /// As if it were complete.
    Short,
    Never,
}

pub(crate) struct Answer {
    rest: Bytes,
    ending: Ending,
    pause: Option<Pin<Box<Sleep>>>,
    /// Until nothing is left to send.
    flight: Option<Flight>,
}

impl Answer {
    pub(crate) fn new(body: Bytes, ending: Ending, flight: Flight) -> Self {
        let mut answer = Self { rest: body, ending, pause: None, flight: Some(flight) };
        answer.land();
        answer
    }

    /// Before the last piece goes out: the client can act upon it at once.
    fn land(&mut self) {
        if self.is_end_stream() {
            drop(self.flight.take());
        }
    }

    fn poll_pause(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.pause.get_or_insert_with(|| Box::pin(sleep(PAUSE))).as_mut().poll(context)
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Reset;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Reset>>> {
        if !self.rest.is_empty() {
            let length = self.rest.len().min(CHUNK);
            let chunk = self.rest.split_to(length);
            self.land();
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        match self.ending {
            Ending::Right => Poll::Ready(None),
            Ending::Never => Poll::Pending,
            Ending::Broken => self.poll_pause(context).map(|()| Some(Err(Reset))),
            Ending::Short => self.poll_pause(context).map(|()| None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.ending == Ending::Right
    }

    /// Becomes the content-length; the others bring their own.
    fn size_hint(&self) -> SizeHint {
        if self.ending == Ending::Right {
            SizeHint::with_exact(self.rest.len() as u64)
        } else {
            SizeHint::default()
        }
    }
}
