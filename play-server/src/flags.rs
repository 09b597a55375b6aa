//! What searches carry with their term: the fields that each kind of entity is to have in each kind
//! of section. Pages publish it as `QEwZ9c`.

use serde_json::{Value, json};
use std::sync::LazyLock;

#[rustfmt::skip] // one number a line otherwise
pub(crate) const SECTIONS: &[u64] = &[
    96, 108, 72, 100, 27, 177, 183, 222, 8, 57, 169, 110, 11, 184, 16, 1, 139, 152, 194, 165, 68,
    163, 211, 9, 71, 31, 176, 195, 12, 64, 151, 320, 150, 148, 113, 104, 55, 56, 145, 32, 34, 10, 122,
];

/// Kinds of entities with their fields.
#[rustfmt::skip] // as above
const ENTITIES: [(u64, &[u64]); 8] = [
    (7, &[
        1, 73, 96, 103, 97, 58, 50, 92, 52, 112, 69, 19, 31, 101, 123, 74, 49, 80, 20, 10, 14, 79, 43,
        42, 139, 63, 169, 95, 183, 140, 155, 156, 189, 152,
    ]),
    (9, &[1, 7, 9, 24, 12, 31, 5, 15, 27, 8, 13, 10]),
    (17, &[1, 7, 9, 25, 13, 31, 5, 41, 27, 8, 14, 10]),
    (10, &[1, 7, 6, 9]),
    (1, &[1, 5, 14, 38, 19, 29, 34, 4, 12, 11, 6, 30, 43, 40, 42, 16, 10, 7]),
    (4, &[1, 3, 5, 4, 7, 6, 11, 19, 21, 17, 15, 12, 16, 20]),
    (3, &[1, 5, 14, 4, 10, 17]),
    (2, &[1, 5, 7, 4, 13, 16, 12, 18]),
];

pub(crate) static FLAGS: LazyLock<Value> = LazyLock::new(|| {
    let row = |entity: u64, section: u64, fields: &[u64]| json!([[entity, section], [fields]]);
    let table: Vec<Value> = ENTITIES
        .iter()
        .flat_map(|(entity, fields)| SECTIONS.iter().map(|section| row(*entity, *section, fields)))
        .collect();
    json!([
        [8, [20, 50]],
        null,
        null,
        SECTIONS,
        [null, null, capabilities(), [table]],
        null,
        null,
        [[[1, 2], [10, 8, 9]]]
    ])
});

/// What the client can do; more is not known about it.
pub(crate) fn capabilities() -> Value {
    let mut first = vec![Value::Null; 22];
    first[0] = json!([true, null, 1]);
    first[2] = json!([[[]]]);
    first[7] = json!([null, 2]);
    first.push(json!([1]));
    json!([
        first,
        [null, [[[]]], null, null, [true]],
        [null, [[[]]], null, [true]],
        [null, [[[]]]],
        null,
        null,
        null,
        null,
        [[[[]]]],
        [[[[]]]]
    ])
}

/// The form of `QEwZ9c`: the list without its first bracket behind a mark.
pub(crate) fn published() -> String {
    FLAGS.to_string().replacen('[', "%.@.", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_is_the_list() {
        let published = published();
        let tail = published.strip_prefix("%.@.").expect("the mark");
        let flags: Value = serde_json::from_str(&format!("[{tail}")).expect("JSON");
        assert_eq!(flags, *FLAGS);
        assert!((12_000..30_000).contains(&tail.len()), "{}", tail.len());
        assert_eq!(flags[4][2][0][22], json!([1]));
    }
}
