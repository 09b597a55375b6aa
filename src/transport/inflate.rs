//! Unpacks a gzip body while it arrives, within bounds.

use std::io::Write;

use flate2::write::MultiGzDecoder;

use crate::error::{Error, ErrorKind};

/// The most that is read from the network for one answer.
pub(super) const MAX_PACKED: usize = 16 << 20;
/// The most that one answer may unpack to.
pub(super) const MAX_UNPACKED: usize = 64 << 20;

/// Collects a body that comes in pieces, packed or plain.
pub(super) struct Body {
    packed: usize,
    form: Form,
}

enum Form {
    Gzip(Box<MultiGzDecoder<Bounded>>),
    Plain(Bounded),
}

impl Body {
    /// For an answer with this `Content-Encoding` and, if it said so, this length.
    pub(super) fn new(encoding: Option<&str>, length: Option<u64>) -> Result<Self, Error> {
        let length = length.map_or(0, |length| usize::try_from(length).unwrap_or(MAX_PACKED));
        let length = length.min(MAX_PACKED);
        let form = match encoding {
            None | Some("identity") => Form::Plain(Bounded(Vec::with_capacity(length))),
            // Play's answers unpack to about four times their length.
            Some("gzip" | "x-gzip") => {
                Form::Gzip(Box::new(MultiGzDecoder::new(Bounded(Vec::with_capacity(length * 4)))))
            }
            Some(other) => {
                return Err(Error::new(
                    ErrorKind::Network,
                    format!("the answer is encoded as {other}, but only gzip was asked for"),
                ));
            }
        };
        Ok(Self { packed: 0, form })
    }

    /// Takes the next piece.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.packed += piece.len();
        if self.packed > MAX_PACKED {
            return Err(too_large());
        }
        let written = match &mut self.form {
            Form::Gzip(decoder) => decoder.write_all(piece),
            Form::Plain(body) => body.write_all(piece),
        };
        written.map_err(|cause| broken(&cause))
    }

    /// The whole body.
    pub(super) fn finish(self) -> Result<Vec<u8>, Error> {
        match self.form {
            Form::Gzip(decoder) => match decoder.finish() {
                Ok(body) => Ok(body.0),
                Err(cause) => Err(broken(&cause)),
            },
            Form::Plain(body) => Ok(body.0),
        }
    }
}

/// A buffer that refuses to grow beyond the cap.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + piece.len() > MAX_UNPACKED {
            return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
        }
        self.0.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn broken(cause: &std::io::Error) -> Error {
    if cause.kind() == std::io::ErrorKind::FileTooLarge {
        too_large()
    } else {
        Error::new(ErrorKind::Network, "the answer's gzip body is broken or cut short")
            .caused_by(cause)
    }
}

fn too_large() -> Error {
    Error::new(
        ErrorKind::Parse,
        "the answer is larger than 16 MB, or than 64 MB unpacked; no answer of Play is",
    )
}

#[cfg(test)]
mod tests {
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
