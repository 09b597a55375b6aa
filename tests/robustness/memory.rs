//! Counts what each thread allocates, so that texts can be fed on all cores at once.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Bytes in use that this thread allocated, and their peak. What another thread freed for it
    /// still counts.
    static USED: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

fn count(bytes: isize) {
    let (now, peak) = USED.get();
    USED.set((now + bytes, peak.max(now + bytes)));
}

#[expect(unsafe_code, reason = "an allocator is unsafe; this one hands everything to the system's")]
// Growing is left to the default, which holds the old and the new memory for a moment: the worst case.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        unsafe { System.dealloc(memory, layout) }
    }
}

/// How much more memory this thread had in use at once while it did something.
pub(crate) fn peak_of(work: impl FnOnce()) -> usize {
    let (before, _) = USED.get();
    USED.set((before, before));
    work();
    let (_, peak) = USED.get();
    (peak - before).unsigned_abs()
}
