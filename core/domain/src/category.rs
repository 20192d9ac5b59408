//! Categories, their groups, and the well-known keys that give a category its meaning.

use crate::{CategoryId, GroupId};
use serde::{Deserialize, Serialize};

/// Which way money flows in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryKind {
    /// Money out.
    Expense,
    /// Money in.
    Income,
    /// Between one's own accounts; counts neither as income nor as spending.
    Transfer,
}

/// A group of categories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryGroup {
    /// Identity.
    pub id: GroupId,
    /// Name.
    pub name: String,
    /// Which way money flows.
    pub kind: CategoryKind,
    /// Place in the list.
    pub position: u32,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Identity.
    pub id: CategoryId,
    /// Its group.
    pub group: GroupId,
    /// Name.
    pub name: String,
    /// What it means to the categoriser, whatever it is called; `None` for categories made by hand.
    pub key: Option<CategoryKey>,
    /// Place within the group.
    pub position: u32,
    /// No longer offered; kept for history.
    pub archived: bool,
}

macro_rules! category_keys {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Well-known meanings a category can have. The categoriser ships knowledge about each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CategoryKey { $($(#[$doc])* $name),+ }

        impl CategoryKey {
            /// Every key, in the order of the default set.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Stable text form, for example `eating_out`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The key with this text form.
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

category_keys! {
    /// Supermarkets, markets, bakeries' groceries.
    Groceries = "groceries",
    /// Restaurants, bars, delivery.
    EatingOut = "eating_out",
    /// Rent or mortgage.
    RentMortgage = "rent_mortgage",
    /// Electricity, water, gas, condominium.
    Utilities = "utilities",
    /// Phone and internet.
    PhoneInternet = "phone_internet",
    /// Furniture, repairs, tools.
    Home = "home",
    /// Public transport, taxi, ride hailing, parking, toll.
    Transport = "transport",
    /// Fuel, maintenance, vehicle costs.
    Car = "car",
    /// Pharmacy, doctors, health insurance.
    Health = "health",
    /// Hairdresser, beauty, laundry.
    PersonalServices = "personal_services",
    /// General shopping, electronics, marketplaces.
    Shopping = "shopping",
    /// Clothes and shoes.
    Clothing = "clothing",
    /// Cinema, sport, hobbies, events.
    Leisure = "leisure",
    /// Streaming, software, newspapers.
    Subscriptions = "subscriptions",
    /// Flights, hotels, tourism.
    Travel = "travel",
    /// School, courses, books.
    Education = "education",
    /// Insurance of any kind.
    Insurance = "insurance",
    /// Donations.
    Charity = "charity",
    /// Lawyers, accountants, contractors.
    Professional = "professional",
    /// Office supplies, post, printing.
    OfficePost = "office_post",
    /// Advertising and publicity.
    Advertising = "advertising",
    /// Suppliers of a business.
    SupplierPayment = "supplier_payment",
    /// Taxes and public fees.
    GovernmentTax = "government_tax",
    /// Bank fees and interest.
    FeesInterest = "fees_interest",
    /// Loan payments.
    Loan = "loan",
    /// Cash withdrawals and deposits.
    Cash = "cash",
    /// Salary and other income.
    Income = "income",
    /// To and from people and own accounts.
    Transfer = "transfer",
    /// Credit-card bills.
    CardPayment = "card_payment",
    /// Savings and investments.
    InvestmentSavings = "investment_savings",
}
