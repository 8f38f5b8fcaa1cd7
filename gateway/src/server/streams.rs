//! Connections that stay: sockets and event streams. How many there may be, and their common end.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::fault::Fault;

/// The places for connections that stay.
#[derive(Clone)]
pub struct Streams {
    places: Arc<Semaphore>,
    count: u16,
    end: watch::Sender<bool>,
}

/// A connection that stays, as long as it is held.
pub struct Open {
    _place: OwnedSemaphorePermit,
    end: watch::Receiver<bool>,
}

impl Streams {
    /// So many places.
    #[must_use]
    pub fn new(count: u16) -> Self {
        Self { places: Arc::new(Semaphore::new(count.into())), count, end: watch::Sender::new(false) }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(&self) -> Result<Open, Fault> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Fault::Overloaded)?;
        Ok(Open { _place: place, end: self.end.subscribe() })
    }

    /// How many places are taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        usize::from(self.count).saturating_sub(self.places.available_permits())
    }

    /// Asks all connections to end.
    pub fn end(&self) {
        self.end.send_replace(true);
    }

    /// Waits until all have ended.
    pub async fn ended(&self) {
        // Refused only if the places were closed, which nobody does.
        let _ = self.places.acquire_many(self.count.into()).await;
    }
}

impl Open {
    /// Over when the server is asked to end.
    pub async fn end(&mut self) {
        if self.end.wait_for(|end| *end).await.is_err() {
            // Nobody is left who could ask.
            std::future::pending::<()>().await;
        }
    }
}
