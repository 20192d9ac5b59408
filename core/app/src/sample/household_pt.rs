//! A household in Brazil.

use super::household::When::{Instalments, Monthly, Often, PayCard};
use super::household::{Account, Event, Household, When};
#[allow(clippy::enum_glob_use, reason = "the tables read as tables")]
use domain::CategoryKey::{self, *};
use domain::{AccountKind, Currency};

const fn of(
    account: usize,
    when: When,
    text: &'static str,
    category: CategoryKey,
    amount: i64,
    spread: u32,
) -> Event {
    Event { account, when, text, category, amount, spread }
}

const CHECKING: usize = 0;
const CARD: usize = 1;
const SAVINGS: usize = 2;
const DOLLARS: usize = 3;
const DIGITAL: usize = 4;

/// See the module.
pub const HOUSEHOLD: Household = Household {
    accounts: &[
        Account {
            name: "Conta corrente",
            kind: AccountKind::Checking,
            currency: "BRL",
            file: "extrato-banco-ipe",
            bank: "0999",
            number: "0123-45678-9",
            opening: 418_233,
            csv: false,
        },
        Account {
            name: "Cartão Azul",
            kind: AccountKind::CreditCard,
            currency: "BRL",
            file: "fatura-cartao-azul",
            bank: "",
            number: "5555000011114821",
            opening: 0,
            csv: false,
        },
        Account {
            name: "Poupança",
            kind: AccountKind::Savings,
            currency: "BRL",
            file: "poupanca-banco-ipe",
            bank: "0999",
            number: "0123-99001-2",
            opening: 1_240_000,
            csv: false,
        },
        Account {
            name: "Conta em dólar",
            kind: AccountKind::Checking,
            currency: "USD",
            file: "global-account",
            bank: "0888",
            number: "7700-31",
            opening: 150_000,
            csv: false,
        },
        Account {
            name: "Conta digital Maré",
            kind: AccountKind::Checking,
            currency: "BRL",
            file: "mare-conta-digital",
            bank: "",
            number: "",
            opening: 36_000,
            csv: true,
        },
    ],
    events: &[
        of(CHECKING, Monthly(5), "PIX RECEBIDO ESTUDIO ARARA LTDA", Income, 865_000, 0),
        of(CHECKING, Monthly(8), "PIX ENVIADO ALUGUEL RESIDENCIAL IPE", RentMortgage, -215_000, 0),
        of(CHECKING, Monthly(10), "DEB AUTOM ENERGIA CLARA", Utilities, -18_640, 30),
        of(CHECKING, Monthly(12), "DEB AUTOM AGUAS DO VALE", Utilities, -8_930, 20),
        of(CHECKING, Monthly(12), "PAGTO CONTA INTERNET VELOZ FIBRA", PhoneInternet, -11_990, 0),
        of(CHECKING, Monthly(15), "TELEFONICA ONDA CELULAR", PhoneInternet, -5_990, 0),
        of(CHECKING, Monthly(7), "ESCOLA DE IDIOMAS PONTE", Education, -38_000, 0),
        of(CHECKING, Monthly(17), "SEGURO AUTO PROTEGE", Insurance, -21_470, 0),
        of(CHECKING, Monthly(2), "TARIFA PACOTE SERVICOS", FeesInterest, -3_450, 0),
        of(CHECKING, Monthly(6), "TRANSF PARA POUPANCA 99001-2", InvestmentSavings, -60_000, 0),
        of(SAVINGS, Monthly(6), "DEPOSITO TRANSF CONTA 45678-9", InvestmentSavings, 60_000, 0),
        of(SAVINGS, Monthly(28), "REMUNERACAO POUPANCA", Income, 7_200, 15),
        of(CHECKING, PayCard(20, CARD), "PAGTO FATURA CARTAO AZUL", CardPayment, 0, 0),
        of(CHECKING, Often(4), "COMPRA DEB SUPERMERCADO SOL NASCENTE {city}", Groceries, -19_420, 45),
        of(CHECKING, Often(4), "COMPRA DEB HORTIFRUTI DA PRACA", Groceries, -5_380, 50),
        of(CHECKING, Often(6), "COMPRA DEB PADARIA TRIGO BOM", EatingOut, -1_750, 50),
        of(CHECKING, Often(2), "AUTO POSTO TRES IRMAOS {city}", Car, -19_500, 25),
        of(CHECKING, Often(1), "ESTACIONAMENTO CENTRAL PARK", Car, -2_000, 40),
        of(CHECKING, Often(2), "PIX ENVIADO JOANA FICTICIA", Transfer, -9_500, 60),
        of(CHECKING, Often(1), "PIX RECEBIDO PEDRO INVENTADO", Transfer, 12_000, 60),
        of(CHECKING, Monthly(22), "SAQUE 24H TERMINAL ####", Cash, -20_000, 0),
        of(CARD, Often(3), "IFOOD *SABOR MINEIRO", EatingOut, -5_490, 40),
        of(CARD, Often(2), "PG *CANTINA DA NONNA {city}", EatingOut, -7_860, 40),
        of(CARD, Often(6), "VIAGEM APP JAVOU", Transport, -2_180, 60),
        of(CARD, Often(2), "FARMACIA VIDA LEVE FILIAL ##", Health, -6_240, 60),
        of(CARD, Often(2), "MERCADOVIRTUAL*LOJA##", Shopping, -8_390, 80),
        of(CARD, Often(1), "CINE ESTRELA {city}", Leisure, -6_400, 30),
        of(CARD, Monthly(3), "ACADEMIA CORPO ATIVO", Leisure, -12_990, 0),
        of(CARD, Monthly(9), "MUSICAON ASSINATURA", Subscriptions, -2_190, 0),
        of(CARD, Monthly(14), "SERIESPLUS.COM", Subscriptions, -3_990, 0),
        of(CARD, Instalments(3, 10, 12), "ELETRO CASA NOVA PARCELA", Home, -24_983, 0),
        of(CARD, Instalments(12, 6, 18), "LOJAS MODELAR PARC", Clothing, -11_990, 0),
        of(CARD, Instalments(15, 10, 21), "VOE JA PASSAGENS PARC", Travel, -32_740, 0),
        of(DOLLARS, Monthly(25), "WIRE IN NORTHWIND DESIGN LLC", Income, 42_000, 20),
        of(DOLLARS, Monthly(11), "CLOUDNOTES.IO SUBSCRIPTION", Subscriptions, -1_200, 0),
        of(DOLLARS, Often(1), "ONLINE BOOKSTORE ORDER ####", Shopping, -3_100, 50),
        of(DIGITAL, Monthly(4), "PIX RECEBIDO MESADA CASA", Transfer, 60_000, 0),
        of(DIGITAL, Often(5), "FEIRA LIVRE BARRACA ##", Groceries, -4_150, 50),
        of(DIGITAL, Often(4), "RECARGA BILHETE METROPOLITANO", Transport, -3_000, 40),
        of(DIGITAL, Often(3), "LANCHONETE DA ESQUINA", EatingOut, -2_680, 40),
        of(DIGITAL, Monthly(16), "PET SHOP AMIGO FIEL", PersonalServices, -8_900, 20),
    ],
    card_paid: "PAGAMENTO RECEBIDO - OBRIGADO",
    by_hand: DIGITAL,
    typed_in: ["Feira de sábado", "Lanche com as crianças"],
    rate: (Currency::USD, Currency::BRL, 54_200),
    limits: &[
        (Groceries, 120_000),
        (EatingOut, 52_000),
        (Transport, 27_000),
        (Utilities, 30_000),
        (Subscriptions, 13_000),
        (Leisure, 22_000),
    ],
    goal: ("Reforma da cozinha", SAVINGS, 3_200_000),
    cities: &["SAO PAULO", "OSASCO", "SANTOS"],
};
