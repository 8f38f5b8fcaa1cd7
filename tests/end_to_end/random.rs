//! Whatever is asked, both databases give the same bytes.

use dampingan_tests::{Backend, Questions, World};
use gateway::api::{Answer, Call, Outcome};
use sea_orm::ConnectionTrait as _;

#[tokio::test]
async fn random_documents_are_answered_with_the_same_bytes_on_both_databases() {
    let sqlite = World::with_simulation(Backend::Sqlite).await;
    let postgres = World::with_simulation(Backend::Postgres).await;
    for world in [&sqlite, &postgres] {
        // The journal knows when each was filled.
        world.db.execute_unprepared("UPDATE revision SET at = '2022-06-22T08:00:00+00:00'").await.unwrap();
    }
    let text = |answer: &Answer| String::from_utf8(answer.body.to_vec()).unwrap();
    let mut questions = Questions::about(&sqlite, 2022).await;
    let (mut complete, mut rows) = (0, 0);
    for nth in 0..2_000 {
        let document = questions.ask();
        let call = Call::of(&document);
        let (one, other) = (sqlite.api.answer(&call).await, postgres.api.answer(&call).await);
        assert_eq!(text(&one), text(&other), "{nth}: {document}");
        assert!(
            matches!(one.outcome, Outcome::Complete | Outcome::Refused),
            "{nth}: {document} {}",
            text(&one)
        );
        complete += usize::from(one.outcome == Outcome::Complete);
        rows += usize::from(one.body.len() > 200);
    }
    assert!(complete > 1_000, "{complete} were answered");
    assert!(rows > 150, "{rows} gave more than a few values");
}
