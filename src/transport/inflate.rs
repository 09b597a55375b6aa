//! Unpacks a gzip body while it arrives, within bounds.

use flate2::{Decompress, FlushDecompress, Status};

use crate::error::{Error, ErrorKind};

/// The most that is read from the network for one answer.
pub(super) const MAX_PACKED: usize = 16 << 20;
/// The most that one answer may unpack to.
pub(super) const MAX_UNPACKED: usize = 64 << 20;
/// log2 of the largest window that gzip allows.
const WINDOW_BITS: u8 = 15;
/// Room for what comes next, when the buffer is full.
const STEP: usize = 256 << 10;

/// Collects a body that comes in pieces, packed or plain.
pub(super) struct Body {
    packed: usize,
    unpacked: Vec<u8>,
    gzip: Option<Gzip>,
}

struct Gzip {
    stream: Decompress,
    /// The last member has ended with its check sum; another may follow.
    is_whole: bool,
}

impl Body {
    /// For an answer with this `Content-Encoding` and, if it said so, this length.
    pub(super) fn new(encoding: Option<&str>, length: Option<u64>) -> Result<Self, Error> {
        let length = length.map_or(0, |length| usize::try_from(length).unwrap_or(MAX_PACKED));
        let length = length.min(MAX_PACKED);
        let (gzip, room) = match encoding {
            None | Some("identity") => (None, length),
            Some("gzip" | "x-gzip") => {
                let stream = Decompress::new_gzip(WINDOW_BITS);
                // Play's answers unpack to about four times their length.
                (Some(Gzip { stream, is_whole: false }), length * 4 + length / 2)
            }
            Some(other) => {
                return Err(Error::new(
                    ErrorKind::Network,
                    format!("the answer is encoded as {other}, but only gzip was asked for"),
                ));
            }
        };
        Ok(Self { packed: 0, unpacked: Vec::with_capacity(room), gzip })
    }

    /// Takes the next piece.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.packed += piece.len();
        let Some(gzip) = &mut self.gzip else {
            self.unpacked.extend_from_slice(piece);
            return self.check_size();
        };
        let mut rest = piece;
        while !rest.is_empty() {
            if gzip.is_whole {
                gzip.stream = Decompress::new_gzip(WINDOW_BITS);
                gzip.is_whole = false;
            }
            if self.unpacked.len() == self.unpacked.capacity() {
                self.unpacked.reserve(STEP);
            }
            let before = gzip.stream.total_in();
            let status = gzip
                .stream
                .decompress_vec(rest, &mut self.unpacked, FlushDecompress::None)
                .map_err(|cause| broken().caused_by(&cause))?;
            let used = usize::try_from(gzip.stream.total_in() - before).unwrap_or(rest.len());
            gzip.is_whole = status == Status::StreamEnd;
            rest = &rest[used..];
            if self.unpacked.len() > MAX_UNPACKED {
                return Err(too_large());
            }
            let stuck = used == 0 && self.unpacked.len() < self.unpacked.capacity();
            if stuck && !gzip.is_whole {
                return Err(broken());
            }
        }
        self.check_size()
    }

    /// Bytes that came.
    pub(super) fn received(&self) -> usize {
        self.packed
    }

    /// The whole body.
    pub(super) fn finish(self) -> Result<Vec<u8>, Error> {
        match self.gzip {
            Some(Gzip { is_whole: false, .. }) => Err(broken()),
            _ => Ok(self.unpacked),
        }
    }

    fn check_size(&self) -> Result<(), Error> {
        let fits = self.packed <= MAX_PACKED && self.unpacked.len() <= MAX_UNPACKED;
        if fits { Ok(()) } else { Err(too_large()) }
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
        let mut body = Body::new(encoding, Some(packed.len() as u64))?;
        for piece in packed.chunks(7) {
            body.push(piece)?;
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
    fn a_bomb_is_refused() {
        let bomb = gzip(&vec![0; MAX_UNPACKED + 1]);
        let mut body = Body::new(Some("gzip"), None).unwrap();
        let refused = bomb.chunks(1 << 16).find_map(|piece| body.push(piece).err());
        let error = refused.or_else(|| body.finish().err()).unwrap();
        assert_eq!(error.kind(), ErrorKind::Parse);
    }
}
