//! Telling a book's owner something, in the book's language.

use super::again;
use domain::{Currency, Language, Money, money_text};
use jobs::JobError;
use jobs::notify::{Kind, Notice, notify};
use sqlx::PgConnection;
use sync_protocol::BookTag;

/// Whom to tell, and how.
pub struct Owner {
    pub account: i64,
    pub book: BookTag,
    pub language: Language,
    /// The book's.
    pub currency: Currency,
}

impl Owner {
    /// Of this book; none when it says nothing of itself yet.
    pub async fn of(connection: &mut PgConnection, book: BookTag) -> Result<Option<Self>, JobError> {
        let row = sqlx::query!(
            "select b.owner, p.language, p.currency from book b join hosted_profile p on p.book = b.id where b.id = $1",
            book.as_ref()
        )
        .fetch_optional(connection)
        .await?;
        Ok(row.and_then(|row| {
            let language = if row.language == "pt-BR" { Language::PtBr } else { Language::En };
            let currency = Currency::from_code(&row.currency)?;
            Some(Self { account: row.owner, book, language, currency })
        }))
    }

    /// One of two texts.
    pub fn word<T>(&self, english: T, portuguese: T) -> T {
        if self.language == Language::PtBr { portuguese } else { english }
    }

    /// An amount as people write it.
    pub fn money(&self, minor: i64, currency: Currency) -> String {
        money_text::format_money(Money::new(minor, currency), self.language)
    }

    /// Tells it, once for this key.
    pub async fn tell(
        &self,
        connection: &mut PgConnection,
        kind: Kind,
        key: &str,
        title: String,
        body: String,
    ) -> Result<(), JobError> {
        let (key, about) = (format!("{}/{key}", self.book), Some(self.book.to_string()));
        // A name may be longer than a title.
        let title = title.chars().take(90).collect();
        let notice = Notice { kind, key, about, title, body };
        notify(connection, self.account, &notice).await.map_err(|error| again(&error))?;
        Ok(())
    }
}
