use poem::http::HeaderValue;

use super::*;

fn headers(name: HeaderName, value: &str) -> HeaderMap {
    HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
}

#[test]
fn the_form_follows_quality_then_the_name() {
    for (accept, expected) in [
        ("*/*", Form::Json),
        ("application/*", Form::Json),
        ("application/json", Form::Json),
        ("application/graphql-response+json", Form::GraphqlResponse),
        ("Application/GraphQL-Response+JSON; charset=UTF-8", Form::GraphqlResponse),
        ("application/graphql-response+json; charset=latin1, application/json;q=0.1", Form::Json),
        ("application/json, application/graphql-response+json", Form::GraphqlResponse),
        ("application/json, application/graphql-response+json;q=0.9", Form::Json),
        ("application/json;q=0.5, */*", Form::GraphqlResponse),
        ("application/json;q=0, */*;q=0.1", Form::GraphqlResponse),
        ("application/graphql-response+json;q=0.8, */*;q=0.9", Form::Json),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, image/avif, */*;q=0.8", Form::Json),
        ("text/event-stream", Form::Events),
        ("text/event-stream, */*;q=0.5", Form::Events),
        ("application/json, text/event-stream, multipart/mixed", Form::Json),
        ("application/json;q=nonsense, application/graphql-response+json;q=0.001", Form::GraphqlResponse),
    ] {
        let headers = headers(header::ACCEPT, accept);
        assert_eq!(Accept::of(&headers).best().unwrap(), expected, "{accept}");
        assert_eq!(form(&headers).unwrap(), expected, "{accept}");
    }
    assert_eq!(form(&HeaderMap::new()).unwrap(), Form::Json);
}

#[test]
fn a_client_that_takes_nothing_of_ours_is_refused() {
    for accept in
        ["image/png", "text/*", "application/json;q=0", "*/*;q=0", "application/json;charset=latin1", "?"]
    {
        assert!(Accept::of(&headers(header::ACCEPT, accept)).best().is_err(), "{accept}");
    }
}

#[test]
fn encodings_follow_quality_then_our_order() {
    let offers = ["zstd", "br", "gzip"];
    for (accept, expected) in [
        ("gzip, deflate, br, zstd", Some("zstd")),
        ("gzip, deflate, br", Some("br")),
        ("gzip;q=1.0, br;q=0.5", Some("gzip")),
        ("GZIP", Some("gzip")),
        ("*", Some("zstd")),
        ("zstd;q=0, *", Some("br")),
        ("identity, gzip;q=0.5", None),
        ("deflate", None),
        ("*;q=0", None),
        ("", None),
    ] {
        assert_eq!(encoding(&headers(header::ACCEPT_ENCODING, accept), &offers), expected, "{accept}");
    }
    assert_eq!(encoding(&HeaderMap::new(), &offers), None);
}
