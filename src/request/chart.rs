//! The long request body of the charts (RPC `vyAe2`), as Play's own front end sends it
//! (PROTOCOL 2.2): a plain cross product of entity types and shelves, generated once.

use once_cell::sync::Lazy;

/// Entity types in the order sent, each with the fields asked of it; 7 is the app.
const TYPES: [(u32, &str); 8] = [
    (7, "1,73,96,103,97,58,50,92,52,112,69,19,31,101,123,74,49,80,38,20,10,14,79,43,42,139"),
    (9, "1,7,9,24,12,31,5,15,27,8,13,10"),
    (17, "1,7,9,25,13,31,5,41,27,8,14,10"),
    (10, "1,7,6,9"),
    (1, "1,5,14,38,19,29,34,4,12,11,6,30,43,40,42,16,10,7"),
    (4, "1,3,5,4,7,6,11,19,21,17,15,12,16,20"),
    (3, "1,5,14,4,10,17"),
    (2, "1,5,7,4,13,16,12,18"),
];
/// Shelves in the order sent.
const SHELVES: [u32; 30] = [
    1, 31, 104, 9, 8, 27, 12, 65, 110, 88, 11, 56, 55, 96, 10, 122, 72, 71, 64, 113, 139, 150, 169,
    165, 151, 163, 32, 16, 108, 100,
];

pub(super) const BEFORE_NUM: &str = "[[null,[[8,[20,";
pub(super) const BEFORE_CLUSTER: &str = "],[2,";
pub(super) const AFTER_CATEGORY: &str = "]]]";

/// What stands between the number of rows and the name of the chart.
pub(super) static MIDDLE: Lazy<String> = Lazy::new(|| {
    let mut text = String::from(
        "]],true,null,[64,1,195,71,8,72,9,10,11,139,12,16,145,148,150,151,152,27,30,31,96,32,34,163,100,165,104,169,108,110,113,55,56,57,122],\
         [null,null,[[[true],null,[[null,[]]],null,null,null,null,[null,2],null,null,null,null,null,null,[1],null,null,null,null,null,null,null,[1]],[null,[[null,[]]]],[null,[[null,[]]],null,[true]],[null,[[null,[]]]],null,null,null,null,[[[null,[]]]],[[[null,[]]]]],[",
    );
    text.push_str(&table());
    text.push_str("]],null,null,[[[1,2],[10,8,9],[],[]]]");
    text
});

fn table() -> String {
    let mut rows = Vec::with_capacity(TYPES.len() * SHELVES.len());
    for (kind, fields) in TYPES {
        for shelf in SHELVES {
            rows.push(format!("[[{kind},{shelf}],[[{fields}]]]"));
        }
    }
    rows.join(",")
}
