//! What a client takes: quality values of `Accept` and `Accept-Encoding`.

use mediatype::{MediaType, MediaTypeList, Name, ReadParams as _};
use poem::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::fault::Fault;

/// The media type made for GraphQL: its status says how the request went.
pub const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";
/// The media type of old: clients take any other status than 200 for a failure of the network.
pub const JSON: &str = "application/json";
/// Server-Sent Events.
pub const EVENT_STREAM: &str = "text/event-stream";

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As `application/graphql-response+json`.
    GraphqlResponse,
    /// As `application/json`.
    Json,
    /// As `text/event-stream`.
    Events,
}

/// How much a client likes something, in thousandths: 0 is a refusal.
type Quality = u16;

/// How well a range of `Accept` fits: by name, `application/*`, `*/*`. The best fit decides, whatever its quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Anything,
    Family,
    Name,
}

/// The best form for one answer; what most clients send need not be read for that.
///
/// # Errors
/// When the client takes none of them.
pub fn form(headers: &HeaderMap) -> Result<Form, Fault> {
    let mut all = headers.get_all(header::ACCEPT).iter().map(HeaderValue::as_bytes);
    match (all.next(), all.next()) {
        (None | Some(b"*/*" | b"application/json"), None) => Ok(Form::Json),
        _ => Accept::of(headers).best(),
    }
}

/// The media types that a client takes.
#[derive(Debug)]
pub struct Accept<'a>(Vec<MediaType<'a>>);

impl<'a> Accept<'a> {
    /// Reads the header. What is not well formed in it says nothing; without it, anything is taken.
    #[must_use]
    pub fn of(headers: &'a HeaderMap) -> Self {
        let ranges: Vec<_> =
            values(headers, &header::ACCEPT).flat_map(MediaTypeList::new).flatten().collect();
        let silent = !headers.contains_key(header::ACCEPT);
        Self(if silent { MediaTypeList::new("*/*").flatten().collect() } else { ranges })
    }

    /// Whether the client names this type.
    #[must_use]
    pub fn names(&self, media: &str) -> bool {
        self.quality(media).is_some_and(|(quality, fit)| quality > 0 && fit == Fit::Name)
    }

    /// The best form for one answer. Events must be asked for by name, and give way to an answer in one piece
    /// that the client likes as much.
    ///
    /// # Errors
    /// When the client takes none of them.
    pub fn best(&self) -> Result<Form, Fault> {
        let forms =
            [(Form::Events, EVENT_STREAM), (Form::GraphqlResponse, GRAPHQL_RESPONSE), (Form::Json, JSON)];
        let offers = forms.into_iter().filter_map(|(form, media)| {
            let (quality, fit) = self.quality(media)?;
            // At equal quality the newer type is for those who know it by name, as the specification wants.
            let rank = match (form, fit) {
                (Form::GraphqlResponse, Fit::Name) => 3,
                (Form::Json, _) => 2,
                (Form::GraphqlResponse, _) => 1,
                (Form::Events, Fit::Name) => 0,
                (Form::Events, _) => return None,
            };
            (quality > 0).then_some((quality, rank, form))
        });
        let best = offers.max_by_key(|&(quality, rank, _)| (quality, rank));
        best.map(|(_, _, form)| form).ok_or(Fault::NotAcceptable(
            "Answers are application/graphql-response+json, application/json or text/event-stream.",
        ))
    }

    fn quality(&self, media: &str) -> Option<(Quality, Fit)> {
        let media = MediaType::parse(media).ok()?;
        let ranges = self.0.iter().filter_map(|range| {
            let fit = fit(range, &media)?;
            Some((fit, range.get_param(Name::new_unchecked("q")).map(|q| q.as_str().to_owned())))
        });
        let (fit, quality) = ranges.max_by_key(|(fit, _)| *fit)?;
        Some((quality.map_or(1000, |text| thousandths(&text)), fit))
    }
}

fn fit(range: &MediaType<'_>, media: &MediaType<'_>) -> Option<Fit> {
    if range.ty == "*" && range.subty == "*" {
        return Some(Fit::Anything);
    }
    if range.ty == media.ty && range.subty == "*" {
        return Some(Fit::Family);
    }
    let utf8 = is_utf8(range);
    (utf8 && range.essence() == media.essence()).then_some(Fit::Name)
}

/// Whether a media type says UTF-8 or nothing: the only character set there is here.
#[must_use]
pub fn is_utf8(media: &MediaType<'_>) -> bool {
    let charset = media.get_param(mediatype::names::CHARSET);
    charset.is_none_or(|charset| charset.unquoted_str().eq_ignore_ascii_case("utf-8"))
}

/// The best of `offers` by `Accept-Encoding`; at equal quality the first of them. `None` is the plain body.
#[must_use]
pub fn encoding<'o>(headers: &HeaderMap, offers: &[&'o str]) -> Option<&'o str> {
    let mut said = Vec::new();
    for part in values(headers, &header::ACCEPT_ENCODING).flat_map(|value| value.split(',')) {
        let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
        let quality = parameters.split(';').find_map(|it| it.trim().strip_prefix("q="));
        said.push((name.trim(), quality.map_or(1000, thousandths)));
    }
    let quality = |name: &str| {
        let find = |wanted: &str| said.iter().find(|(it, _)| it.eq_ignore_ascii_case(wanted));
        find(name).or_else(|| find("*")).map_or(0, |(_, quality)| *quality)
    };
    let best = offers.iter().rev().copied().max_by_key(|name| quality(name))?;
    let plain = said.iter().find(|(it, _)| it.eq_ignore_ascii_case("identity")).map_or(0, |(_, q)| *q);
    (quality(best) > 0 && quality(best) >= plain).then_some(best)
}

fn values<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
}

/// `0.5` as 500. What is not a quality refuses, as the careful reading.
fn thousandths(text: &str) -> Quality {
    let (whole, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if rest.len() > 3 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match (whole, format!("{rest:0<3}").parse::<Quality>()) {
        ("1", Ok(0)) => 1000,
        ("0", Ok(quality)) => quality,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
