//! What a report says besides names and amounts, in each of its languages.

use domain::{Language, Month};

/// The texts of one language.
pub struct Words {
    months: [&'static str; 12],
    /// Between a month and its year.
    before_year: &'static str,
    pub report_for: &'static str,
    pub income: &'static str,
    pub spending: &'static str,
    pub balance: &'static str,
    pub income_and_spending: &'static str,
    pub month: &'static str,
    pub accounts: &'static str,
    pub account: &'static str,
    pub opening: &'static str,
    pub moved: &'static str,
    pub closing: &'static str,
    pub by_category: &'static str,
    pub category: &'static str,
    pub variation: &'static str,
    pub without_category: &'static str,
    pub everything_else: &'static str,
    pub thin_bar: &'static str,
    pub budget: &'static str,
    pub given: &'static str,
    pub spent: &'static str,
    pub left: &'static str,
    pub largest: &'static str,
    pub description: &'static str,
    pub day: &'static str,
    pub amount: &'static str,
    pub goals: &'static str,
    pub goal: &'static str,
    pub until: &'static str,
    pub standing: &'static str,
    pub target: &'static str,
    pub saved: &'static str,
    pub part: &'static str,
    pub reached: &'static str,
    pub on_track: &'static str,
    pub behind: &'static str,
    pub overdue: &'static str,
    pub open: &'static str,
    pub total: &'static str,
    pub nothing_booked: &'static str,
    pub what_is_not_added: &'static str,
    /// What the columns of the table for other programs are called.
    pub csv: [&'static str; 6],
}

const EN: Words = Words {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    before_year: " ",
    report_for: "Report for",
    income: "Income",
    spending: "Spending",
    balance: "Balance",
    income_and_spending: "Income and spending",
    month: "Month",
    accounts: "Accounts",
    account: "Account",
    opening: "Opening",
    moved: "Change",
    closing: "Closing",
    by_category: "Spending by category",
    category: "Category",
    variation: "Change",
    without_category: "Without a category",
    everything_else: "Everything else",
    thin_bar: "thin bar:",
    budget: "Budget",
    given: "Budget",
    spent: "Spent",
    left: "Left",
    largest: "Largest transactions",
    description: "Description",
    day: "Day",
    amount: "Amount",
    goals: "Goals",
    goal: "Goal",
    until: "Until",
    standing: "Stands",
    target: "Target",
    saved: "Saved",
    part: "Part",
    reached: "reached",
    on_track: "on track",
    behind: "behind",
    overdue: "overdue",
    open: "open",
    total: "Total",
    nothing_booked: "Nothing was booked in this month.",
    what_is_not_added: "Transfers between own accounts are neither income nor spending. Amounts of different currencies are not added.",
    csv: ["part", "line", "name", "column", "value", "currency"],
};

const PT_BR: Words = Words {
    months: [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    before_year: " de ",
    report_for: "Relatório de",
    income: "Receitas",
    spending: "Despesas",
    balance: "Saldo",
    income_and_spending: "Receitas e despesas",
    month: "Mês",
    accounts: "Contas",
    account: "Conta",
    opening: "Saldo inicial",
    moved: "Movimento",
    closing: "Saldo final",
    by_category: "Despesas por categoria",
    category: "Categoria",
    variation: "Variação",
    without_category: "Sem categoria",
    everything_else: "Todo o resto",
    thin_bar: "barra fina:",
    budget: "Orçamento",
    given: "Orçado",
    spent: "Gasto",
    left: "Resta",
    largest: "Maiores transações",
    description: "Descrição",
    day: "Dia",
    amount: "Valor",
    goals: "Metas",
    goal: "Meta",
    until: "Até",
    standing: "Situação",
    target: "Alvo",
    saved: "Guardado",
    part: "Parte",
    reached: "alcançada",
    on_track: "no ritmo",
    behind: "atrasada",
    overdue: "vencida",
    open: "em aberto",
    total: "Total",
    nothing_booked: "Nada foi lançado neste mês.",
    what_is_not_added: "Transferências entre contas próprias não são receita nem despesa. Valores de moedas diferentes não são somados.",
    csv: ["parte", "linha", "nome", "coluna", "valor", "moeda"],
};

impl Words {
    /// Those of a language.
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::PtBr => &PT_BR,
        }
    }

    /// A month with its year: `March 2026`, `março de 2026`.
    pub fn month_of_year(&self, month: Month) -> String {
        format!("{}{}{}", self.month_alone(month), self.before_year, month.year())
    }

    /// `March`, `março`.
    pub fn month_alone(&self, month: Month) -> &'static str {
        self.months[usize::from(month.first_day().month().unsigned_abs()).saturating_sub(1).min(11)]
    }
}

/// A month in words: `March 2026`, `março de 2026`.
pub fn month_name(month: Month, language: Language) -> String {
    Words::of(language).month_of_year(month)
}
