//! Records as they are kept: written in memory that is used again, then copied without spare room.
//! Thousands wait for JavaScript at a time, and how long one becomes is known only at its end.

use std::cell::Cell;

use super::{Extracted, close_object};

/// The most memory that is kept for the next record; most take some 3 to 12 KB.
const MOST_KEPT: usize = 256 << 10;

thread_local! {
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A JSON object of what is written between its braces, each field with a comma behind it.
pub(super) fn object(
    write_fields: impl FnOnce(&mut Vec<u8>) -> Result<(), Extracted>,
) -> Result<Vec<u8>, Extracted> {
    let mut room = ROOM.take();
    room.clear();
    room.push(b'{');
    let written = write_fields(&mut room);
    close_object(&mut room);
    let object = written.map(|()| room.as_slice().to_vec());
    if room.capacity() <= MOST_KEPT {
        ROOM.set(room);
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[u8]) -> Vec<u8> {
        let object = object(|out| {
            out.extend_from_slice(fields);
            Ok(())
        });
        object.unwrap_or_default()
    }

    #[test]
    fn an_object_is_whole_and_has_no_spare_room() {
        for (fields, whole) in
            [("", "{}"), ("\"a\":1,", "{\"a\":1}"), ("\"a\":1,\"b\":2,", "{\"a\":1,\"b\":2}")]
        {
            let object = of(fields.as_bytes());
            assert_eq!(object, whole.as_bytes());
            assert_eq!(object.capacity(), object.len());
        }
    }

    #[test]
    fn memory_is_used_again_unless_it_is_much() {
        of(&[b' '; 5000]);
        let kept = ROOM.take();
        assert!((5000..=MOST_KEPT).contains(&kept.capacity()));
        ROOM.set(kept);
        of(&vec![b' '; MOST_KEPT + 1]);
        assert_eq!(ROOM.take().capacity(), 0);
    }

    #[test]
    fn what_fails_leaves_nothing_behind() {
        let failed = object(|out| {
            out.extend_from_slice(b"\"half\":");
            Err(Extracted::Mismatch)
        });
        assert!(matches!(failed, Err(Extracted::Mismatch)));
        assert_eq!(of(b"\"a\":1,"), b"{\"a\":1}");
    }
}
