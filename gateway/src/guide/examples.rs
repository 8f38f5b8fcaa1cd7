//! Questions of the API's users, each with the document that answers it.

/// A question and its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The question, a sentence or two.
    pub question: &'static str,
    /// Who asks it.
    pub asker: &'static str,
    /// The document.
    pub document: &'static str,
}

const FILES: [&str; 10] = [
    include_str!("../../examples/01-poverty-rate.graphql"),
    include_str!("../../examples/02-conflicting-claims.graphql"),
    include_str!("../../examples/03-accompanied-villages.graphql"),
    include_str!("../../examples/04-gifts-of-baznas.graphql"),
    include_str!("../../examples/05-money-by-channel-and-year.graphql"),
    include_str!("../../examples/06-decisions-of-a-meeting.graphql"),
    include_str!("../../examples/07-villages-by-district.graphql"),
    include_str!("../../examples/08-search.graphql"),
    include_str!("../../examples/09-village-by-any-code.graphql"),
    include_str!("../../examples/10-page-by-page.graphql"),
];

/// The examples, in the order in which they are shown. The first two lines of a file are comments: the question, and
/// who asks it.
pub fn all() -> impl Iterator<Item = Example> {
    FILES.into_iter().map(|file| {
        let (question, rest) = file.split_once('\n').unwrap_or_default();
        let (asker, document) = rest.split_once('\n').unwrap_or_default();
        Example {
            question: question.trim_start_matches("# "),
            asker: asker.trim_start_matches("# "),
            document: document.trim_end(),
        }
    })
}
