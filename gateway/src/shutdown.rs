//! How somebody asks a program to end.

use std::io;

/// Listens from now on for being asked to end (on Unix by SIGINT or SIGTERM, elsewhere by Ctrl+C), and gives what
/// ends when that happens. To be called inside a runtime, before the program says that it is ready: until then, a
/// signal ends it on the spot.
///
/// # Errors
///
/// If the system lets nobody listen for signals.
#[cfg(unix)]
pub fn requested() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Gives what ends when somebody presses Ctrl+C. To be called inside a runtime.
///
/// # Errors
///
/// If the system lets nobody listen for it.
#[cfg(not(unix))]
pub fn requested() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
