//! Who said something, when and where it can be read.

use entity::source;
use entity::source::Column as C;

use crate::graph::noun::{HOUR, Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `Source`.
pub fn noun() -> Noun {
    Noun::of("Source", "sources", source::Entity, "Who said something, when and where it can be read.")
        .reference()
        .max_age(HOUR)
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(choice("kind", C::Kind, vocabulary!(source::SourceKind), "What kind of source it is."))
        .field(text("title", C::Title, "Title."))
        .field(text("publisher", C::Publisher, "Who published it."))
        .field(text("url", C::Url, "Address.").optional())
        .field(date("publishedOn", C::PublishedOn, "Day of publication.").optional())
        .field(date("retrievedOn", C::RetrievedOn, "Day on which it was read.").optional())
        .field(text("licence", C::Licence, "Licence of the content.").optional())
        .field(text("note", C::Note, "What a reader should know.").optional())
}
