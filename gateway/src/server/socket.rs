//! GraphQL over WebSocket: the sub-protocol `graphql-transport-ws`, operation by operation on one socket.

mod message;

use std::time::Duration;

use futures_util::stream::{self, BoxStream};
use futures_util::{SinkExt as _, StreamExt as _};
use poem::web::websocket::{Message, WebSocketStream};
use tokio::time::{Instant, interval_at, sleep, timeout};
use tokio_stream::StreamMap;

use super::asker::Asker;
use super::execute::{Answer, Executor, Outcome};
use super::fault::Fault;
use super::parameters::Parameters;
use super::streams::Open;
use crate::settings::HttpSettings;
use message::{ACKNOWLEDGED, Close, Said, complete, pong, told};

/// Name of the sub-protocol.
pub const PROTOCOL: &str = "graphql-transport-ws";

/// What one socket may take.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    init: Duration,
    keep_alive: Duration,
    operations: usize,
    message: usize,
}

impl Allowance {
    /// The allowance that the operator gives.
    #[must_use]
    pub fn of(settings: &HttpSettings) -> Self {
        Self {
            init: settings.socket_init.0,
            keep_alive: settings.keep_alive.0,
            operations: settings.max_operations,
            message: settings.max_body,
        }
    }
}

/// Why a conversation is over.
enum End {
    /// The client has left.
    Left,
    /// The server ends it.
    Close(Close),
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// One step of an operation.
enum Step {
    Answer(Answer),
    Over,
}

/// Holds the conversation on a socket to its end.
pub async fn serve(
    socket: WebSocketStream,
    known_protocol: bool,
    executor: Executor,
    asker: Asker,
    allowance: Allowance,
    mut open: Open,
) {
    let mut talk = Talk {
        socket,
        executor,
        asker,
        allowance,
        acknowledged: false,
        alive: true,
        operations: StreamMap::new(),
    };
    let end = if known_protocol { talk.run(&mut open).await } else { Close::PROTOCOL.into() };
    match end {
        End::Left => talk.part().await,
        End::Close(Close { code, reason }) => {
            tracing::debug!(id = talk.asker.id.as_str(), code, %reason, "closed a socket");
            talk.close(code, reason.into_owned()).await;
        }
    }
}

/// A conversation.
struct Talk {
    socket: WebSocketStream,
    executor: Executor,
    asker: Asker,
    allowance: Allowance,
    acknowledged: bool,
    /// Whether anything was heard since the last ping.
    alive: bool,
    operations: StreamMap<String, BoxStream<'static, Step>>,
}

impl Talk {
    async fn run(&mut self, open: &mut Open) -> End {
        let period = self.allowance.keep_alive;
        let mut keep_alive = interval_at(Instant::now() + period, period);
        let mut init = std::pin::pin!(sleep(self.allowance.init));
        loop {
            // The first branch that is ready is drawn at random, and so is the operation within the map: no
            // flood of one keeps the others, or the client, from being heard.
            let done = tokio::select! {
                heard = self.socket.next() => self.hear(heard).await,
                Some((id, step)) = self.operations.next() => self.tell(id, step).await,
                () = &mut init, if !self.acknowledged => Err(Close::INIT_TIMEOUT.into()),
                _ = keep_alive.tick() => self.keep_alive().await,
                () = open.end() => Err(Close::GOING_AWAY.into()),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    async fn hear(&mut self, heard: Option<std::io::Result<Message>>) -> Result<(), End> {
        self.alive = true;
        match heard {
            None | Some(Ok(Message::Close(_))) => Err(End::Left),
            Some(Err(_)) => Err(Close::UNREADABLE.into()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Ok(Message::Binary(_))) => Err(Close::bad_message("not text").into()),
            Some(Ok(Message::Text(text))) if text.len() > self.allowance.message => {
                Err(Close::UNREADABLE.into())
            }
            Some(Ok(Message::Text(text))) => match Said::read(&text)? {
                Said::ConnectionInit { .. } if self.acknowledged => Err(Close::INIT_AGAIN.into()),
                Said::ConnectionInit { .. } => {
                    self.acknowledged = true;
                    self.send(ACKNOWLEDGED).await
                }
                Said::Ping { payload } => self.send(pong(payload)).await,
                Said::Pong { .. } => Ok(()),
                Said::Subscribe { .. } if !self.acknowledged => Err(Close::UNAUTHORIZED.into()),
                Said::Subscribe { id, payload } => self.begin(id, payload).await,
                Said::Complete { id } => {
                    self.operations.remove(&id);
                    Ok(())
                }
            },
        }
    }

    async fn begin(&mut self, id: String, payload: serde_json::Value) -> Result<(), End> {
        if self.operations.contains_key(&id) {
            return Err(Close::taken(&id).into());
        }
        if self.operations.len() >= self.allowance.operations {
            let answer = Fault::Crowded(self.allowance.operations).answer(&self.asker.id);
            return self.send(told(&id, &answer)).await;
        }
        let parameters =
            Parameters::from_json(payload).map_err(|fault| Close::bad_message(&fault.to_string()))?;
        let operation = match self.executor.read(parameters, &self.asker).await {
            Ok(operation) => operation,
            Err(fault) => return self.send(told(&id, &fault.answer(&self.asker.id))).await,
        };
        let answers = self.executor.stream(operation, self.asker.id).map(Step::Answer);
        self.operations.insert(id, answers.chain(stream::iter([Step::Over])).boxed());
        Ok(())
    }

    async fn tell(&mut self, id: String, step: Step) -> Result<(), End> {
        match step {
            Step::Answer(answer) => {
                // An error is the last that the client hears of an operation.
                if answer.outcome != Outcome::Ran {
                    self.operations.remove(&id);
                }
                self.send(told(&id, &answer)).await
            }
            Step::Over => {
                self.operations.remove(&id);
                self.send(complete(&id)).await
            }
        }
    }

    async fn keep_alive(&mut self) -> Result<(), End> {
        if !std::mem::take(&mut self.alive) {
            return Err(Close::SILENT.into());
        }
        self.put(Message::ping([])).await
    }

    async fn send(&mut self, text: impl Into<String> + Send) -> Result<(), End> {
        self.put(Message::text(text)).await
    }

    /// Puts a frame on the wire. Who does not take it within a keep-alive holds a place for nothing.
    async fn put(&mut self, message: Message) -> Result<(), End> {
        match timeout(self.allowance.keep_alive, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Left),
            Err(_) => Err(Close::SILENT.into()),
        }
    }

    /// Agrees to the end that the client has asked for.
    async fn part(&mut self) {
        let _ = timeout(self.allowance.init, self.socket.close()).await;
    }

    /// Says why, and waits a moment for the client to agree: bytes of its own that nobody reads would make the
    /// system tear the connection down before the reason is delivered.
    async fn close(&mut self, code: u16, reason: String) {
        let parting = async {
            if self.socket.send(Message::close_with(code, reason)).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        };
        let _ = timeout(self.allowance.init, parting).await;
    }
}
