//! The data blocks of Play's HTML pages, found by substring search and told apart by the RPC that
//! each page says they answer (PROTOCOL 1.2).

use std::cell::OnceCell;

use memchr::memmem;

use super::cursor::Cursor;

/// A page. It is long, so its map is looked for once.
pub struct Page<'a> {
    html: &'a [u8],
    map: OnceCell<Map<'a>>,
}

/// The map of a page: which request each block answers.
struct Map<'a> {
    /// All of it; empty where the page has none.
    text: &'a [u8],
    /// The page from the map on: there are what is said for search engines, and the blocks.
    onwards: &'a [u8],
    /// The page up to it, where nothing of that has been so far.
    before: &'a [u8],
}

/// A page has two blocks that answer an RPC; each more is a search through the whole page.
const MOST_BLOCKS: usize = 8;

const BLOCK_START: &[u8] = b"AF_initDataCallback({key:";

impl<'a> Page<'a> {
    /// A page as it came.
    pub fn new(html: &'a [u8]) -> Self {
        Self { html, map: OnceCell::new() }
    }

    pub(super) fn html(&self) -> &'a [u8] {
        self.html
    }

    /// Whether there is any block.
    pub(super) fn has_blocks(&self) -> bool {
        memmem::find(self.html, BLOCK_START).is_some()
    }

    /// The keys and the JSON of the blocks that answer this RPC, in their order on the page's map.
    pub(super) fn blocks(&self, rpc_id: &str) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.entries(rpc_id).filter_map(|(key, _)| Some((key, self.block(key)?)))
    }

    /// The requests of the blocks that answer this RPC: `request:` stands before each, and an extension
    /// may stand before that.
    pub(super) fn requests(&self, rpc_id: &str) -> impl Iterator<Item = &'a [u8]> {
        const LONGEST_EXTENSION: usize = 64;
        self.entries(rpc_id).filter_map(|(_, rest)| {
            let near = &rest[..rest.len().min(LONGEST_EXTENSION)];
            let at = memmem::find(near, b"request:")? + b"request:".len();
            Cursor::new(&rest[at..]).value().ok()
        })
    }

    /// What is in the page from the first of these texts on.
    pub(super) fn find(&self, text: &[u8]) -> Option<&'a [u8]> {
        let map = self.map();
        [map.onwards, map.before]
            .into_iter()
            .find_map(|part| Some(&part[memmem::find(part, text)?..]))
    }

    /// A block ends with its JSON value, whatever text is in it. The others are not passed.
    fn block(&self, key: &[u8]) -> Option<&'a [u8]> {
        let map = self.map();
        let rest = [map.onwards, map.before].into_iter().find_map(|part| {
            memmem::find_iter(part, BLOCK_START)
                .map(|at| part[at + BLOCK_START.len()..].trim_ascii_start())
                .find(|rest| quoted(rest) == Some(key))
        })?;
        let data = memmem::find(rest, b"data:")? + b"data:".len();
        Cursor::new(&rest[data..]).value().ok()
    }

    /// The entries of the map for this RPC, `'ds:5' : {id:'Ws7gDc',request:[…]}`: the key, and what
    /// follows the id.
    fn entries(&self, rpc_id: &str) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let map = self.map().text;
        let named = format!("id:'{rpc_id}'");
        let found: Vec<usize> =
            memmem::find_iter(map, named.as_bytes()).take(MOST_BLOCKS).collect();
        found.into_iter().filter_map(move |at| {
            // `'ds:5' : {` stands before it.
            let before = map[..at].strip_suffix(b"{")?.trim_ascii_end().strip_suffix(b":")?;
            let before = before.trim_ascii_end().strip_suffix(b"'")?;
            let quote = memchr::memrchr(b'\'', before)?;
            Some((&before[quote + 1..], &map[at + named.len()..]))
        })
    }

    fn map(&self) -> &Map<'a> {
        self.map.get_or_init(|| {
            let at = memmem::find(self.html, b"AF_dataServiceRequests = {");
            let (before, onwards) = self.html.split_at(at.unwrap_or(self.html.len()));
            let end = memmem::find(onwards, b"; var AF_initDataChunkQueue");
            Map { text: &onwards[..end.unwrap_or(onwards.len())], onwards, before }
        })
    }
}

/// The inside of `'…'`.
fn quoted(text: &[u8]) -> Option<&[u8]> {
    let rest = text.strip_prefix(b"'")?;
    Some(&rest[..memchr::memchr(b'\'', rest)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "AF_dataServiceRequests = {'ds:5' : {id:'Ws7gDc',request:[]}}";

    fn data<'a>(html: &'a str, rpc_id: &str) -> Vec<&'a str> {
        let page = Page::new(html.as_bytes());
        page.blocks(rpc_id).map(|(_, block)| std::str::from_utf8(block).unwrap()).collect()
    }

    #[test]
    fn a_block_is_found_by_its_rpc() {
        let block = |key: &str, json: &str| {
            format!(
                "AF_initDataCallback({{key: '{key}', hash: '1', data:{json}, sideChannel: {{}}}});"
            )
        };
        let (other, own) = (block("ds:4", "[4]"), block("ds:5", "[[5],\"data:\"]"));
        for html in [
            format!("{MAP}{other}{own}"),
            format!("{other}{own}{MAP}; var AF_initDataChunkQueue = []"),
            format!("{own}{MAP}; var AF_initDataChunkQueue = []{other}"),
        ] {
            assert_eq!(data(&html, "Ws7gDc"), ["[[5],\"data:\"]"], "{html}");
            assert!(data(&html, "lGYRle").is_empty());
        }
        let cut = format!("{MAP}{other}{own}");
        assert!(data(cut.split(",\"data:").next().unwrap(), "Ws7gDc").is_empty());
        assert!(data(&format!("{other}{own}"), "Ws7gDc").is_empty());
    }

    #[test]
    fn what_repeats_itself_is_searched_a_few_times_only() {
        // Each time that a key or a block is there again, a megabyte would be searched again.
        let many = 200_000;
        let map = MAP.replace("}}", &",'ds:6' : {id:'Ws7gDc'".repeat(many));
        let starts = "AF_initDataCallback({key: 'ds:5', ".repeat(many);
        assert_eq!(Page::new(map.as_bytes()).entries("Ws7gDc").count(), MOST_BLOCKS);
        assert!(data(&format!("{map}{starts}"), "Ws7gDc").is_empty());
        assert!(data(&format!("{map}{}", starts.replace(", ", ", data:[")), "Ws7gDc").is_empty());
    }
}
