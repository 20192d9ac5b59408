//! The categories a new book starts with, in Brazilian Portuguese and English.

use crate::CategoryKey as Key;
use crate::{Category, CategoryGroup, CategoryId, CategoryKind, GroupId, Language};

struct Group {
    kind: CategoryKind,
    pt: &'static str,
    en: &'static str,
    categories: &'static [(Key, &'static str, &'static str)],
}

const GROUPS: &[Group] = &[
    Group {
        kind: CategoryKind::Income,
        pt: "Receitas",
        en: "Income",
        categories: &[(Key::Income, "Salário e outras receitas", "Salary and other income")],
    },
    Group {
        kind: CategoryKind::Expense,
        pt: "Moradia",
        en: "Housing",
        categories: &[
            (Key::RentMortgage, "Aluguel e financiamento", "Rent and mortgage"),
            (Key::Utilities, "Luz, água, gás e condomínio", "Utilities"),
            (Key::PhoneInternet, "Telefone e internet", "Phone and internet"),
            (Key::Home, "Casa e manutenção", "Home and repairs"),
        ],
    },
    Group {
        kind: CategoryKind::Expense,
        pt: "Alimentação",
        en: "Food",
        categories: &[
            (Key::Groceries, "Supermercado", "Groceries"),
            (Key::EatingOut, "Restaurantes e delivery", "Eating out"),
        ],
    },
    Group {
        kind: CategoryKind::Expense,
        pt: "Transporte",
        en: "Getting around",
        categories: &[
            (Key::Transport, "Transporte público e aplicativos", "Public transport and taxis"),
            (Key::Car, "Carro", "Car"),
        ],
    },
    Group {
        kind: CategoryKind::Expense,
        pt: "Vida pessoal",
        en: "Personal",
        categories: &[
            (Key::Health, "Saúde", "Health"),
            (Key::PersonalServices, "Beleza e serviços pessoais", "Personal care"),
            (Key::Shopping, "Compras", "Shopping"),
            (Key::Clothing, "Roupas e calçados", "Clothing"),
            (Key::Education, "Educação", "Education"),
            (Key::Charity, "Doações", "Charity"),
        ],
    },
    Group {
        kind: CategoryKind::Expense,
        pt: "Lazer",
        en: "Leisure and travel",
        categories: &[
            (Key::Leisure, "Lazer e hobbies", "Leisure and hobbies"),
            (Key::Subscriptions, "Assinaturas", "Subscriptions"),
            (Key::Travel, "Viagens", "Travel"),
        ],
    },
    Group {
        kind: CategoryKind::Expense,
        pt: "Finanças e impostos",
        en: "Finance and taxes",
        categories: &[
            (Key::Insurance, "Seguros", "Insurance"),
            (Key::GovernmentTax, "Impostos e taxas públicas", "Taxes and public fees"),
            (Key::FeesInterest, "Tarifas e juros", "Bank fees and interest"),
            (Key::Loan, "Empréstimos", "Loans"),
        ],
    },
    Group {
        kind: CategoryKind::Expense,
        pt: "Trabalho e negócios",
        en: "Work and business",
        categories: &[
            (Key::Professional, "Serviços profissionais", "Professional services"),
            (Key::OfficePost, "Escritório e correios", "Office and post"),
            (Key::Advertising, "Publicidade", "Advertising"),
            (Key::SupplierPayment, "Fornecedores", "Suppliers"),
        ],
    },
    Group {
        kind: CategoryKind::Transfer,
        pt: "Transferências",
        en: "Transfers",
        categories: &[
            (Key::Transfer, "Transferências e Pix", "Transfers"),
            (Key::CardPayment, "Pagamento de cartão", "Credit card payment"),
            (Key::InvestmentSavings, "Poupança e investimentos", "Savings and investments"),
            (Key::Cash, "Saques e depósitos", "Cash withdrawals and deposits"),
        ],
    },
];

/// The default groups and categories, every [`Key`] once. `ids` is called once per group and once per category, in order.
pub fn default_categories(
    language: Language,
    ids: &mut dyn FnMut() -> [u8; 12],
) -> (Vec<CategoryGroup>, Vec<Category>) {
    let name = |pt: &str, en: &str| match language {
        Language::PtBr => pt.to_owned(),
        Language::En => en.to_owned(),
    };
    let mut groups = Vec::with_capacity(GROUPS.len());
    let mut categories = Vec::with_capacity(Key::ALL.len());
    for (position, group) in (0_u32..).zip(GROUPS) {
        let id = GroupId(ids());
        groups.push(CategoryGroup { id, name: name(group.pt, group.en), kind: group.kind, position });
        for (position, (key, pt, en)) in (0_u32..).zip(group.categories) {
            categories.push(Category {
                id: CategoryId(ids()),
                group: id,
                name: name(pt, en),
                key: Some(*key),
                position,
                archived: false,
            });
        }
    }
    (groups, categories)
}
