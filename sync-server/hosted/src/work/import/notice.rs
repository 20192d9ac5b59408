//! What the owner of an upload is told of it.

use super::Upload;
use crate::work::again;
use domain::PlanId;
use jobs::JobError;
use jobs::notify::{Kind, Notice, notify};
use sqlx::PgConnection;
use sync_protocol::BookTag;

/// What became of it.
#[derive(Clone, Copy)]
pub enum Said<'a> {
    /// It is in the book: rows added, merged, known.
    Imported(u32, u32, u32),
    /// It waits for a look.
    Review,
    /// It cannot be imported, and why.
    Refused(&'a str),
    /// The job was given up, perhaps with a part of it in the book.
    GivenUp { begun: bool },
}

/// Tells it, once, in the book's language.
pub async fn give(
    connection: &mut PgConnection,
    book: BookTag,
    import: PlanId,
    upload: &Upload,
    said: Said<'_>,
) -> Result<(), JobError> {
    let language = sqlx::query_scalar!("select language from hosted_profile where book = $1", book.as_ref())
        .fetch_optional(&mut *connection)
        .await?;
    let portuguese = language.as_deref() == Some("pt-BR");
    let file = &upload.file_name;
    let (kind, title, body) = match (said, portuguese) {
        (Said::Imported(added, merged, known), false) => (
            Kind::ImportFinished,
            format!("{file} was imported"),
            format!("{added} added, {merged} merged, {known} known already."),
        ),
        (Said::Imported(added, merged, known), true) => (
            Kind::ImportFinished,
            format!("{file} foi importado"),
            format!("{added} novas, {merged} unidas, {known} já conhecidas."),
        ),
        (Said::Review, false) => (
            Kind::ImportNeedsReview,
            format!("{file} waits for your review"),
            "Some of it leaves a doubt: look at the import and decide.".to_owned(),
        ),
        (Said::Review, true) => (
            Kind::ImportNeedsReview,
            format!("{file} espera sua revisão"),
            "Há dúvidas: abra a importação e decida.".to_owned(),
        ),
        (Said::Refused(why), false) => {
            (Kind::WorkFailed, format!("{file} could not be imported"), why.to_owned())
        }
        (Said::Refused(why), true) => {
            (Kind::WorkFailed, format!("{file} não pôde ser importado"), why.to_owned())
        }
        (Said::GivenUp { begun }, false) => {
            (Kind::WorkFailed, format!("{file} could not be imported"), given_up(begun).0.to_owned())
        }
        (Said::GivenUp { begun }, true) => {
            (Kind::WorkFailed, format!("{file} não pôde ser importado"), given_up(begun).1.to_owned())
        }
    };
    let notice = Notice { kind, key: format!("{book}/{import}"), about: Some(book.to_string()), title, body };
    notify(connection, upload.account, &notice).await.map_err(|error| again(&error))?;
    Ok(())
}

/// In English and Portuguese, with what to do.
const fn given_up(begun: bool) -> (&'static str, &'static str) {
    if begun {
        (
            "The server gave up after several tries. A part may be in the book: commit the import once more, what is there stays one.",
            "O servidor desistiu após várias tentativas. Uma parte pode estar no livro: confirme a importação de novo, nada se repete.",
        )
    } else {
        (
            "The server gave up after several tries. Nothing of it is in the book: send the file again.",
            "O servidor desistiu após várias tentativas. Nada dele está no livro: envie o arquivo de novo.",
        )
    }
}
