//! The requests that a page says its blocks answer, and the flags that searches carry (PROTOCOL 1.2).

use std::borrow::Cow;

use memchr::memmem;

use super::blocks::Page;
use super::cursor::Cursor;

/// The request of a call that a page publishes. Of several of one RPC it is the longest: the others
/// ask for a part.
pub fn published_request<'a>(page: &Page<'a>, rpc_id: &str) -> Option<&'a [u8]> {
    page.requests(rpc_id).max_by_key(|request| request.len())
}

/// The flags that a page publishes for searches and clusters, as JSON.
pub fn published_flags(page: &Page<'_>) -> Option<String> {
    const NAME: &[u8] = b"\"QEwZ9c\":";
    let html = page.html();
    let text = Cursor::new(&html[memmem::find(html, NAME)? + NAME.len()..]).value().ok()?;
    let text: Cow<'_, str> = serde_json::from_slice(text).ok()?;
    // The list without its first bracket, behind a mark.
    Some(format!("[{}", text.strip_prefix("%.@.")?))
}
