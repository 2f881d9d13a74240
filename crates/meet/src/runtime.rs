//! The runtime on which all of this runs.

use crate::Error;

/// Runs this on one thread: it is the faster choice here, and a session needs no other.
///
/// # Errors
/// What `work` says, or [`Error::System`] where the system gives no runtime.
pub fn run<T, E: From<Error>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = built.map_err(|error| Error::System(format!("the system gave no runtime: {error}")))?;
    let outcome = runtime.block_on(work);
    // A question that nobody answers any more must not keep the program.
    runtime.shutdown_background();
    outcome
}
