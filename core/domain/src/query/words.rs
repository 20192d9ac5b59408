//! Keywords of the query language, in English and Portuguese.

use crate::Language;
use crate::identity::fold;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $en:literal, $pt:literal $(, $also:literal)*;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$item])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As the language writes it.
            pub const fn word(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::En) => $en, (Self::$variant, Language::PtBr) => $pt,)+
                }
            }

            fn words(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$en, $pt $(, $also)*]),+ }
            }

            /// The one that `text` names in any language, whatever case and accents.
            pub fn from_word(text: &str) -> Option<Self> {
                let wanted = fold(text);
                Self::ALL.iter().copied().find(|one| one.words().iter().any(|word| fold(word) == wanted))
            }

            /// The word most like a mistyped one, if any is near.
            pub(crate) fn nearest(text: &str) -> Option<&'static str> {
                let wanted = fold(text);
                let all = Self::ALL.iter().flat_map(|one| one.words().iter().copied());
                let near = all.map(|word| (strsim::osa_distance(&fold(word), &wanted), word));
                near.filter(|(distance, word)| *distance <= 2 && *distance < word.chars().count() - 1)
                    .min_by_key(|(distance, _)| *distance)
                    .map(|(_, word)| word)
            }
        }
    };
}

words! {
    /// What stands before the colon.
    Key {
        /// Category or group.
        Category = "category", "categoria";
        /// Account.
        Account = "account", "conta";
        /// Payee.
        Payee = "payee", "favorecido", "beneficiario";
        /// Signed amount.
        Amount = "amount", "valor";
        /// Day, month, year or a range of them.
        Date = "date", "data";
        /// Tag.
        Tag = "tag", "etiqueta";
        /// Note.
        Note = "note", "nota";
        /// State.
        Is = "is", "é", "esta";
        /// Currency.
        Currency = "currency", "moeda";
    }
}

words! {
    /// What stands after `is:`.
    State {
        /// Neither a category nor splits.
        Uncategorised = "uncategorised", "sem-categoria", "uncategorized", "semcategoria";
        /// Has splits.
        Split = "split", "dividido", "dividida";
        /// Linked to a row of another account.
        Transfer = "transfer", "transferência";
        /// Seen on a statement, or reconciled.
        Cleared = "cleared", "compensado", "compensada";
        /// Not seen on a statement yet.
        Uncleared = "uncleared", "pendente", "pending";
        /// Locked by a reconciliation.
        Reconciled = "reconciled", "conciliado", "conciliada";
        /// The machine chose the category, nobody confirmed it.
        Automatic = "automatic", "automático", "automatica";
        /// The machine has an idea but is not sure.
        Doubtful = "doubtful", "duvidoso", "duvidosa";
        /// Typed in by hand.
        Manual = "manual", "digitado", "digitada";
        /// Deleted by hand.
        Deleted = "deleted", "excluído", "excluida";
        /// Money in.
        Income = "income", "entrada", "in";
        /// Money out.
        Expense = "expense", "saída", "out";
        /// Devices wrote different things to it.
        Conflict = "conflict", "conflito";
    }
}
