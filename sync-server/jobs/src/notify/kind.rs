//! What accounts are told of, as a closed list. A mail's subject is one of these sentences: no amount, name or other content can get into it.

/// What a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A budget is nearly used up.
    BudgetNearLimit,
    /// A budget is used up.
    BudgetExceeded,
    /// A goal is reached.
    GoalReached,
    /// A goal's pace is not enough.
    GoalBehind,
    /// A transaction is unlike the others.
    UnusualTransaction,
    /// A statement was imported.
    ImportFinished,
    /// A statement waits for a person's look.
    ImportNeedsReview,
    /// A report lies ready.
    ReportReady,
    /// The book does not come to the balance a statement states.
    BalanceDiffers,
    /// Work that was asked for was given up.
    WorkFailed,
}

/// What mail is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Portuguese as in Brazil.
    #[serde(rename = "pt-BR")]
    Portuguese,
}

impl Language {
    /// As the database says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Portuguese => "pt-BR",
        }
    }

    pub(crate) fn parse(name: &str) -> Self {
        if name == "pt-BR" { Self::Portuguese } else { Self::English }
    }
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::BudgetNearLimit,
        Self::BudgetExceeded,
        Self::GoalReached,
        Self::GoalBehind,
        Self::UnusualTransaction,
        Self::ImportFinished,
        Self::ImportNeedsReview,
        Self::ReportReady,
        Self::BalanceDiffers,
        Self::WorkFailed,
    ];

    /// As the database and webhooks say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BudgetNearLimit => "budget_near_limit",
            Self::BudgetExceeded => "budget_exceeded",
            Self::GoalReached => "goal_reached",
            Self::GoalBehind => "goal_behind",
            Self::UnusualTransaction => "unusual_transaction",
            Self::ImportFinished => "import_finished",
            Self::ImportNeedsReview => "import_needs_review",
            Self::ReportReady => "report_ready",
            Self::BalanceDiffers => "balance_differs",
            Self::WorkFailed => "work_failed",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// A mail's subject.
    pub const fn subject(self, language: Language) -> &'static str {
        let (english, portuguese) = match self {
            Self::BudgetNearLimit => ("A budget is nearly used up", "Um orçamento está quase no limite"),
            Self::BudgetExceeded => ("A budget is used up", "Um orçamento passou do limite"),
            Self::GoalReached => ("You reached a goal", "Você alcançou uma meta"),
            Self::GoalBehind => ("A goal falls behind", "Uma meta está atrasada"),
            Self::UnusualTransaction => ("An unusual transaction", "Uma transação incomum"),
            Self::ImportFinished => ("A statement was imported", "Um extrato foi importado"),
            Self::ImportNeedsReview => ("A statement waits for your review", "Um extrato espera sua revisão"),
            Self::ReportReady => ("Your report is ready", "Seu relatório está pronto"),
            Self::BalanceDiffers => ("A balance differs", "Um saldo não confere"),
            Self::WorkFailed => ("Something could not be done", "Algo não pôde ser feito"),
        };
        match language {
            Language::English => english,
            Language::Portuguese => portuguese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_hold_no_digit_and_names_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).expect("a kind is JSON"), kind.name());
            for language in [Language::English, Language::Portuguese] {
                let subject = kind.subject(language);
                assert!(!subject.is_empty() && !subject.chars().any(char::is_numeric), "{subject}");
                assert_eq!(Language::parse(language.name()), language);
            }
        }
        assert_eq!(Kind::parse("lottery"), None);
    }
}
