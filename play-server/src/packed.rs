//! Texts made of parts, of which the constant ones are compressed only once: a deflate stream that
//! is flushed to a byte boundary, with nothing to look back at, can be put behind any other.

use bytes::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress};

/// Level 6, as the recorded sizes suggest.
const LEVEL: u32 = 6;

/// The least header: no name, no time.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// An empty last block.
const END: [u8; 2] = [3, 0];

/// A text and its compressed form.
pub(crate) struct Packed {
    pub(crate) text: Vec<u8>,
    deflated: Vec<u8>,
    crc: Crc,
}

impl Packed {
    pub(crate) fn new(text: Vec<u8>) -> Self {
        let mut deflated = Vec::new();
        deflate(&text, &mut deflated);
        let crc = crc(&text);
        Self { text, deflated, crc }
    }
}

pub(crate) enum Part {
    Constant(&'static Packed),
    Made(Vec<u8>),
}

/// The parts one after the other, plain or as one gzip member.
pub(crate) fn join(parts: &[Part], zipped: bool) -> Bytes {
    let mut out = Vec::new();
    if !zipped {
        for part in parts {
            out.extend_from_slice(match part {
                Part::Constant(packed) => &packed.text,
                Part::Made(text) => text,
            });
        }
        return out.into();
    }
    out.extend(HEADER);
    let mut whole = Crc::new();
    for part in parts {
        match part {
            Part::Constant(packed) => {
                out.extend_from_slice(&packed.deflated);
                whole.combine(&packed.crc);
            }
            Part::Made(text) => {
                deflate(text, &mut out);
                whole.combine(&crc(text));
            }
        }
    }
    out.extend(END);
    out.extend(whole.sum().to_le_bytes());
    out.extend(whole.amount().to_le_bytes());
    out.into()
}

pub(crate) fn gzip(text: Vec<u8>) -> Bytes {
    join(&[Part::Made(text)], true)
}

fn crc(text: &[u8]) -> Crc {
    let mut crc = Crc::new();
    crc.update(text);
    crc
}

fn deflate(text: &[u8], out: &mut Vec<u8>) {
    let mut encoder = Compress::new(Compression::new(LEVEL), false);
    let mut read = 0;
    loop {
        out.reserve((text.len() - read) / 3 + 1024);
        let before = encoder.total_in();
        // A stream that is flushed in order cannot fail.
        let _ = encoder.compress_vec(&text[read..], out, FlushCompress::Full);
        read += usize::try_from(encoder.total_in() - before).unwrap_or(0);
        // Room that is left means that the flush is complete.
        if read == text.len() && out.len() < out.capacity() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    fn read(zipped: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        GzDecoder::new(zipped).read_to_end(&mut text).expect("one whole gzip member");
        text
    }

    #[test]
    fn parts_make_one_member() {
        let constant: &'static Packed =
            Box::leak(Box::new(Packed::new(b"constant ".repeat(50_000))));
        let noise: Vec<u8> = (0..300_000u32)
            .map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        let parts = [
            Part::Made(b"first ".to_vec()),
            Part::Constant(constant),
            Part::Made(noise),
            Part::Made(Vec::new()),
            Part::Constant(constant),
        ];
        let (plain, zipped) = (join(&parts, false), join(&parts, true));
        assert_eq!(plain.len(), 6 + 450_000 + 300_000 + 450_000);
        assert_eq!(read(&zipped), plain);
        for text in [&b""[..], b"a"] {
            assert_eq!(read(&gzip(text.to_vec())), text);
        }
    }
}
