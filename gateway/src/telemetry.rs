//! What the gateway says of itself while it runs: the log, and traces for a collector.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use poem::http::HeaderMap;
use tracing::level_filters::LevelFilter;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::settings::{LogFormat, Settings};

/// Under this name requests, levels and statements are traced.
pub const TRACE: &str = "gateway::trace";

/// The name under which collectors know the gateway.
const SERVICE: &str = "dampingan-gateway";

/// The log and the traces, as long as it is held.
#[derive(Debug)]
pub struct Telemetry {
    traces: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Starts the log, and traces where there is a collector.
    ///
    /// # Errors
    /// When the level is none, or the collector's address is not one.
    pub fn start(settings: &Settings) -> anyhow::Result<Self> {
        let traces = settings.otlp.as_deref().map(provider).transpose()?;
        let tracing = traces.as_ref().map(|provider| {
            let only_ours = Targets::new().with_target(TRACE, LevelFilter::DEBUG);
            tracing_opentelemetry::layer().with_tracer(provider.tracer(SERVICE)).with_filter(only_ours)
        });
        tracing_subscriber::registry().with(tracing).with(log(settings)?).init();
        Ok(Self { traces })
    }

    /// Sends what is not sent yet.
    pub async fn end(self) {
        let Some(traces) = self.traces else { return };
        let sent = tokio::task::spawn_blocking(move || traces.shutdown()).await;
        if let Ok(Err(error)) = sent {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

fn log<S: Subscriber + for<'s> LookupSpan<'s>>(
    settings: &Settings,
) -> anyhow::Result<Box<dyn Layer<S> + Send + Sync>> {
    let filter = EnvFilter::try_new(&settings.log)
        .with_context(|| format!("`{}` is not a log level; try info or gateway=debug,warn", settings.log))?;
    let by_terminal = if std::io::stderr().is_terminal() { LogFormat::Text } else { LogFormat::Json };
    let log = fmt::layer().with_writer(std::io::stderr);
    Ok(match settings.log_format.unwrap_or(by_terminal) {
        LogFormat::Text => log.with_filter(filter).boxed(),
        LogFormat::Json => log.json().with_filter(filter).boxed(),
    })
}

fn provider(collector: &str) -> anyhow::Result<SdkTracerProvider> {
    anyhow::ensure!(
        collector.starts_with("http://"),
        "{collector} is no address of a collector; write http://HOST:4318 (traces go to one nearby, without TLS)"
    );
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpJson)
        .with_endpoint(format!("{}/v1/traces", collector.trim_end_matches('/')))
        .build()
        .with_context(|| format!("cannot send traces to {collector}"))?;
    let resource = Resource::builder().with_service_name(SERVICE).build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

/// Makes a span part of the trace that a request names in `traceparent`, if it does.
pub fn adopt(span: &Span, headers: &HeaderMap) {
    if span.is_disabled() || !headers.contains_key("traceparent") {
        return;
    }
    // Without a collector there is no trace to be part of.
    let _ = span.set_parent(TraceContextPropagator::new().extract(&Carried(headers)));
}

/// The headers of a request, as the propagator reads them.
struct Carried<'h>(&'h HeaderMap);

impl Extractor for Carried<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(poem::http::HeaderName::as_str).collect()
    }
}
