//! Keeps a body packed until it is whole, then unpacks it, within bounds: fifty pages on the wire at
//! once are 11 MB as they come and 60 MB unpacked.

use std::cell::Cell;

use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status};

use crate::error::{Error, ErrorKind};

/// The most that is read from the network for one answer.
pub(super) const MAX_PACKED: usize = 16 << 20;
/// The most that one answer may unpack to.
pub(super) const MAX_UNPACKED: usize = 64 << 20;
/// log2 of the largest window that gzip allows.
const WINDOW_BITS: u8 = 15;
/// Room for what comes next, where the length is not known or not true.
const STEP: usize = 256 << 10;
/// gzip packs nothing more tightly than this.
const TIGHTEST: usize = 1032;

/// The most that is kept of a body's memory for the next one: three charts of 100 rows take 2.6 MB.
const MOST_KEPT: usize = 4 << 20;

thread_local! {
    /// Memory for the next body that this thread unpacks: the system would have to clear fresh memory.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Keeps the memory of a body that is read.
pub fn reuse(mut body: Vec<u8>) {
    if body.capacity() <= MOST_KEPT {
        body.clear();
        ROOM.set(body);
    }
}

/// Empty, with room for so much.
fn room_for(length: usize) -> Vec<u8> {
    let room = ROOM.take();
    if room.capacity() < length { Vec::with_capacity(length) } else { room }
}

/// Collects a body that comes in pieces, packed or plain.
pub(super) struct Body {
    pieces: Vec<Bytes>,
    received: usize,
    is_gzip: bool,
}

impl Body {
    /// For an answer with this `Content-Encoding`.
    pub(super) fn new(encoding: Option<&str>) -> Result<Self, Error> {
        let is_gzip = match encoding {
            None | Some("identity") => false,
            Some("gzip" | "x-gzip") => true,
            Some(other) => {
                return Err(Error::new(
                    ErrorKind::Network,
                    format!("the answer is encoded as {other}, but only gzip was asked for"),
                ));
            }
        };
        Ok(Self { pieces: Vec::new(), received: 0, is_gzip })
    }

    /// Takes the next piece.
    pub(super) fn push(&mut self, piece: Bytes) -> Result<(), Error> {
        self.received += piece.len();
        if self.received > MAX_PACKED {
            return Err(too_large());
        }
        self.pieces.push(piece);
        Ok(())
    }

    /// Bytes that came.
    pub(super) fn received(&self) -> usize {
        self.received
    }

    /// The whole body, unpacked.
    pub(super) fn finish(self) -> Result<Vec<u8>, Error> {
        if !self.is_gzip {
            return Ok(self.pieces.concat());
        }
        let mut gzip = Gzip::new(self.unpacked_length());
        for piece in self.pieces {
            gzip.unpack(&piece)?;
        }
        gzip.finish()
    }

    /// What the last four bytes say, as far as it can be true.
    fn unpacked_length(&self) -> usize {
        let last = self.pieces.iter().rev().flat_map(|piece| piece.iter().rev()).take(4);
        let length = last.fold(0, |length, byte| length << 8 | usize::from(*byte));
        length.min(self.received * TIGHTEST).min(MAX_UNPACKED)
    }
}

struct Gzip {
    stream: Decompress,
    unpacked: Vec<u8>,
    /// The last member has ended with its check sum; another may follow.
    is_whole: bool,
}

impl Gzip {
    fn new(length: usize) -> Self {
        let stream = Decompress::new_gzip(WINDOW_BITS);
        // One more, so that the end is seen without more room.
        Self { stream, unpacked: room_for(length + 1), is_whole: false }
    }

    fn unpack(&mut self, piece: &[u8]) -> Result<(), Error> {
        let mut rest = piece;
        while !rest.is_empty() {
            if self.is_whole {
                self.stream = Decompress::new_gzip(WINDOW_BITS);
                self.is_whole = false;
            }
            if self.unpacked.len() == self.unpacked.capacity() {
                self.unpacked.reserve(STEP);
            }
            let before = self.stream.total_in();
            let status = self
                .stream
                .decompress_vec(rest, &mut self.unpacked, FlushDecompress::None)
                .map_err(|cause| broken().caused_by(&cause))?;
            let used = usize::try_from(self.stream.total_in() - before).unwrap_or(rest.len());
            self.is_whole = status == Status::StreamEnd;
            rest = &rest[used..];
            if self.unpacked.len() > MAX_UNPACKED {
                return Err(too_large());
            }
            let stuck = used == 0 && self.unpacked.len() < self.unpacked.capacity();
            if stuck && !self.is_whole {
                return Err(broken());
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        if self.is_whole { Ok(self.unpacked) } else { Err(broken()) }
    }
}

fn broken() -> Error {
    Error::new(ErrorKind::Network, "the answer's gzip body is broken or cut short")
}

fn too_large() -> Error {
    Error::new(
        ErrorKind::Parse,
        "the answer is larger than 16 MB, or than 64 MB unpacked; no answer of Play is",
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(encoding: Option<&str>, packed: &[u8]) -> Result<Vec<u8>, Error> {
        let mut body = Body::new(encoding)?;
        for piece in packed.chunks(7) {
            body.push(Bytes::copy_from_slice(piece))?;
        }
        body.finish()
    }

    #[test]
    fn bodies_come_in_pieces() {
        let text = b"answer ".repeat(1000);
        assert_eq!(unpack(Some("gzip"), &gzip(&text)).unwrap(), text);
        assert_eq!(unpack(None, &text).unwrap(), text);
        let members = [gzip(b"one "), gzip(&text), gzip(b"")].concat();
        assert_eq!(unpack(Some("gzip"), &members).unwrap(), [b"one ", &text[..]].concat());
        assert_eq!(unpack(Some("br"), &text).unwrap_err().kind(), ErrorKind::Network);
    }

    #[test]
    fn the_memory_of_a_body_that_is_read_is_used_again() {
        let long = unpack(Some("gzip"), &gzip(&b"answer ".repeat(1000))).unwrap();
        let place = long.as_ptr();
        reuse(long);
        let short = unpack(Some("gzip"), &gzip(b"answer ")).unwrap();
        assert_eq!((short.as_ptr(), &short[..]), (place, &b"answer "[..]));
        reuse(vec![0; MOST_KEPT + 1]);
        assert_eq!(room_for(1).capacity(), 1);
    }

    #[test]
    fn a_cut_or_broken_body_is_an_error() {
        let packed = gzip(&b"answer ".repeat(1000));
        for cut in [0, 5, 20, packed.len() / 2, packed.len() - 1] {
            assert_eq!(
                unpack(Some("gzip"), &packed[..cut]).unwrap_err().kind(),
                ErrorKind::Network,
                "{cut}"
            );
        }
        let mut broken = packed.clone();
        broken[packed.len() - 6] ^= 1;
        assert_eq!(unpack(Some("gzip"), &broken).unwrap_err().kind(), ErrorKind::Network);
    }

    #[test]
    fn a_length_that_is_not_true_is_not_trusted() {
        let mut packed = gzip(&b"answer ".repeat(1000));
        let end = packed.len() - 4;
        packed[end..].fill(0xff);
        let mut body = Body::new(Some("gzip")).unwrap();
        body.push(packed.clone().into()).unwrap();
        assert!(body.unpacked_length() <= packed.len() * TIGHTEST);
        assert_eq!(body.finish().unwrap_err().kind(), ErrorKind::Network);
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = gzip(&vec![0; MAX_UNPACKED + 1]);
        assert_eq!(unpack(Some("gzip"), &bomb).unwrap_err().kind(), ErrorKind::Parse);
        let mut long = Body::new(None).unwrap();
        long.push(vec![0; MAX_PACKED].into()).unwrap();
        assert_eq!(long.push(vec![0].into()).unwrap_err().kind(), ErrorKind::Parse);
    }
}
