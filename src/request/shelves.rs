//! Which fields of which entities a list is asked for: a plain cross product of entity types and
//! shelves that Play's own front end sends (PROTOCOL 2.2; for searches read off a page of 2026).

/// One row of the cross product per type and shelf: `[[type,shelf],[[fields]]]`.
pub(super) fn table(types: &[(u32, &str)], shelves: &[u32]) -> String {
    let mut rows = Vec::with_capacity(types.len() * shelves.len());
    for (kind, fields) in types {
        for shelf in shelves {
            rows.push(format!("[[{kind},{shelf}],[[{fields}]]]"));
        }
    }
    rows.join(",")
}

/// The entity types of a chart in the order sent, each with the fields asked of it; 7 is the app.
pub(super) const CHART_TYPES: [(u32, &str); 8] = [
    (7, "1,73,96,103,97,58,50,92,52,112,69,19,31,101,123,74,49,80,38,20,10,14,79,43,42,139"),
    (9, "1,7,9,24,12,31,5,15,27,8,13,10"),
    (17, "1,7,9,25,13,31,5,41,27,8,14,10"),
    (10, "1,7,6,9"),
    (1, "1,5,14,38,19,29,34,4,12,11,6,30,43,40,42,16,10,7"),
    (4, "1,3,5,4,7,6,11,19,21,17,15,12,16,20"),
    (3, "1,5,14,4,10,17"),
    (2, "1,5,7,4,13,16,12,18"),
];
/// The shelves of a chart in the order sent.
pub(super) const CHART_SHELVES: [u32; 30] = [
    1, 31, 104, 9, 8, 27, 12, 65, 110, 88, 11, 56, 55, 96, 10, 122, 72, 71, 64, 113, 139, 150, 169,
    165, 151, 163, 32, 16, 108, 100,
];

/// The entity types of a search.
pub(super) const SEARCH_TYPES: [(u32, &str); 11] = [
    (
        7,
        "1,73,96,103,97,58,50,92,52,112,69,19,31,101,123,74,49,80,20,10,14,79,43,42,139,63,169,95,183,140,155,156,189,152",
    ),
    (9, "1,7,9,24,12,31,5,15,27,8,13,28,10"),
    (17, "1,7,9,25,13,31,5,41,27,8,14,28,10"),
    (65, "1,5,4,7,11,6"),
    (10, "1,7,6,9,15,8"),
    (58, "5,3,1,2,6,8"),
    (44, "3,4,9,6,7,2,8,1,10,11,5"),
    (1, "1,5,14,38,19,29,34,4,12,11,6,30,43,40,42,16,10,44,7"),
    (4, "1,3,5,4,7,6,11,19,21,17,15,12,16,20"),
    (3, "1,5,14,4,10,17"),
    (2, "1,5,7,4,13,16,12,27,18"),
];
/// The shelves of a search.
pub(super) const SEARCH_SHELVES: [u32; 37] = [
    285, 96, 108, 72, 100, 27, 177, 183, 8, 169, 110, 11, 184, 16, 1, 139, 194, 165, 68, 163, 211,
    9, 65, 71, 31, 12, 64, 151, 150, 344, 113, 104, 55, 56, 32, 10, 122,
];
