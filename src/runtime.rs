//! The one Tokio runtime of the process. It outlives every Node environment that loads the addon,
//! so the pooled connections never lose the runtime they live on.

use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, ErrorKind};

static RUNTIME: OnceCell<Runtime> = OnceCell::new();

/// The environment variable that sets the number of worker threads.
pub const WORKER_THREADS: &str = "PLAYFAST_WORKER_THREADS";

/// The process's runtime, made at the first call.
///
/// # Errors
/// `InvalidArgument` when `PLAYFAST_WORKER_THREADS` is not a whole number from 1 to 64, `Internal`
/// when the operating system refuses the threads. The next call tries again.
pub fn runtime() -> Result<&'static Runtime, Error> {
    RUNTIME.get_or_try_init(|| {
        let workers = match std::env::var_os(WORKER_THREADS) {
            Some(text) => worker_threads(&text.to_string_lossy())?,
            None => default_worker_threads(),
        };
        Builder::new_multi_thread()
            .worker_threads(workers)
            .thread_name("playfast")
            .enable_all()
            .build()
            .map_err(|cause| {
                Error::new(ErrorKind::Internal, format!("{workers} worker threads could not be started; set {WORKER_THREADS} to a smaller number"))
                    .caused_by(&cause)
            })
    })
}

fn worker_threads(text: &str) -> Result<usize, Error> {
    match text.trim().parse() {
        Ok(workers @ 1..=64) => Ok(workers),
        _ => Err(Error::new(
            ErrorKind::InvalidArgument,
            format!("{WORKER_THREADS} must be a whole number from 1 to 64, got {text:?}"),
        )),
    }
}

/// Half the cores, so that the JS thread and the rest of the machine keep theirs.
fn default_worker_threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    (cores / 2).clamp(2, 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worker_threads_are_validated() {
        assert_eq!(worker_threads(" 4 ").unwrap(), 4);
        for text in ["", "0", "65", "-1", "two", "1.5"] {
            let error = worker_threads(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
            assert!(error.to_string().contains(WORKER_THREADS));
        }
    }
}
