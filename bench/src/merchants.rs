//! Invented merchants, as descriptors of statements show them. `{city}`, `{store}`, `{ref}` and `{time}` vary from row to row.

#[allow(clippy::enum_glob_use, reason = "the tables read as tables")]
use domain::CategoryKey::{self, *};

/// Where money goes and how often.
#[derive(Debug, Clone, Copy)]
pub struct Merchant {
    /// Descriptor with its varying parts.
    pub text: &'static str,
    /// What it is.
    pub category: CategoryKey,
    /// Typical amount in minor units; negative is money out.
    pub amount: i64,
    /// How far amounts stray from it, in percent.
    pub spread: u32,
    /// How often, against the others.
    pub weight: u32,
}

const fn of(text: &'static str, category: CategoryKey, amount: i64, spread: u32, weight: u32) -> Merchant {
    Merchant { text, category, amount, spread, weight }
}

/// Brazilian statements.
pub const PT: &[Merchant] = &[
    of("PIX RECEBIDO ESTUDIO ARARA LTDA", Income, 540_000, 5, 4),
    of("PIX ENVIADO ALUGUEL RESIDENCIAL IPE", RentMortgage, -215_000, 0, 4),
    of("DEB AUTOM ENERGIA CLARA 0{store}", Utilities, -18_640, 30, 4),
    of("DEB AUTOM AGUAS DO VALE", Utilities, -8_930, 20, 4),
    of("PAGTO CONTA INTERNET VELOZ FIBRA", PhoneInternet, -11_990, 0, 4),
    of("TELEFONICA ONDA CELULAR", PhoneInternet, -5_990, 0, 4),
    of("COMPRA DEB {time} SUPERMERCADO SOL NASCENTE {city}", Groceries, -16_420, 80, 44),
    of("COMPRA DEB {time} HORTIFRUTI DA PRAÇA", Groceries, -4_380, 60, 30),
    of("COMPRA DEB {time} PADARIA TRIGO BOM", EatingOut, -1_750, 50, 48),
    of("PG *CANTINA DA NONNA {city}", EatingOut, -7_860, 50, 18),
    of("IFOOD *SABOR MINEIRO {ref}", EatingOut, -5_490, 40, 26),
    of("VIAGEM APP JÁVOU {ref}", Transport, -2_180, 60, 34),
    of("RECARGA BILHETE METROPOLITANO", Transport, -5_000, 20, 8),
    of("AUTO POSTO TRES IRMÃOS {store} {city}", Car, -19_500, 30, 14),
    of("ESTACIONAMENTO CENTRAL PARK {store}", Car, -2_000, 40, 8),
    of("FARMACIA VIDA LEVE FILIAL {store}", Health, -6_240, 70, 14),
    of("CLINICA SORRISO ODONTO", Health, -18_000, 30, 2),
    of("MERCADOVIRTUAL*LOJA{ref}", Shopping, -12_390, 90, 22),
    of("LOJAS MODELAR {store} {city}", Clothing, -15_990, 60, 7),
    of("CASA & OBRA FERRAGENS {store}", Home, -9_870, 80, 6),
    of("CINE ESTRELA SHOPPING {city}", Leisure, -6_400, 30, 6),
    of("ACADEMIA CORPO ATIVO", Leisure, -12_990, 0, 4),
    of("MUSICAON ASSINATURA", Subscriptions, -2_190, 0, 4),
    of("SERIESPLUS.COM", Subscriptions, -3_990, 0, 4),
    of("ESCOLA DE IDIOMAS PONTE", Education, -38_000, 0, 3),
    of("SEGURO AUTO PROTEGE PARC", Insurance, -21_470, 0, 3),
    of("TARIFA PACOTE SERVIÇOS", FeesInterest, -3_450, 0, 4),
    of("SAQUE 24H TERMINAL {store}", Cash, -20_000, 50, 8),
    of("PIX ENVIADO JOANA FICTICIA", Transfer, -9_500, 80, 16),
    of("PIX RECEBIDO PEDRO INVENTADO", Transfer, 12_000, 80, 10),
    of("PAGTO FATURA CARTAO AZUL", CardPayment, -184_000, 30, 4),
    of("APLICACAO RDC AUTOMATICA", InvestmentSavings, -40_000, 20, 3),
];

/// Statements in English.
pub const EN: &[Merchant] = &[
    of("HARBOR DESIGN CO PAYROLL PPD ID {store}", Income, 265_000, 3, 8),
    of("WILLOW COURT APARTMENTS WEB PMT", RentMortgage, -148_500, 0, 4),
    of("RIVERSIDE ELECTRIC COOP BILLPAY", Utilities, -9_420, 30, 4),
    of("CLEARWATER UTILITY DIST", Utilities, -4_310, 20, 4),
    of("NORTHLINE FIBER 800-555-0117", PhoneInternet, -6_999, 0, 4),
    of("POS PURCHASE {time} SUNRISE FOODS #{store} {city}", Groceries, -6_830, 70, 44),
    of("GREEN BASKET MARKET {city}", Groceries, -3_290, 60, 24),
    of("SQ *MORNING KETTLE COFFEE {city}", EatingOut, -585, 30, 48),
    of("TST* THE COPPER PAN {city}", EatingOut, -4_720, 50, 18),
    of("DOORBITE*NOODLE HOUSE {ref}", EatingOut, -2_890, 40, 22),
    of("QUICKHOP RIDE {ref}", Transport, -1_730, 60, 28),
    of("METRO TRANSIT FARE KIOSK {store}", Transport, -290, 0, 20),
    of("PINE RIDGE FUEL {store} {city}", Car, -4_360, 30, 16),
    of("CITY PARKING METER {store}", Car, -450, 40, 8),
    of("WELLSPRING PHARMACY #{store}", Health, -2_340, 70, 12),
    of("LAKEVIEW DENTAL GROUP", Health, -12_500, 30, 2),
    of("BAZAARHUB.COM*{ref}", Shopping, -3_780, 90, 28),
    of("THREADBARE CLOTHING {store}", Clothing, -6_150, 60, 7),
    of("FIX & BUILD HARDWARE {store}", Home, -4_470, 80, 8),
    of("ORPHEUM CINEMA {city}", Leisure, -2_680, 30, 6),
    of("IRONWORKS GYM MONTHLY", Leisure, -3_900, 0, 4),
    of("TUNEFIELD PREMIUM", Subscriptions, -1_099, 0, 4),
    of("REELBOX.COM", Subscriptions, -1_549, 0, 4),
    of("OPENCLASS ONLINE COURSES", Education, -4_900, 0, 2),
    of("SHORELINE AUTO INSURANCE", Insurance, -11_240, 0, 4),
    of("FOREIGN TRANSACTION FEE", FeesInterest, -135, 60, 2),
    of("INTEREST PAYMENT", FeesInterest, 172, 60, 4),
    of("ATM WITHDRAWAL {store} {city}", Cash, -8_000, 50, 8),
    of("ZELLE TO SAM EXAMPLE {ref}", Transfer, -6_000, 80, 10),
    of("CARD PAYMENT THANK YOU", CardPayment, -84_000, 30, 4),
    of("TRANSFER TO SAVINGS {store}", InvestmentSavings, -25_000, 20, 4),
];

/// Cities of Brazilian descriptors.
pub const CITIES_PT: &[&str] =
    &["SAO PAULO", "CAMPINAS", "CURITIBA", "RECIFE", "BELO HORIZONTE", "FLORIANOPOLIS"];
/// Cities of English descriptors.
pub const CITIES_EN: &[&str] = &["PORTLAND OR", "MADISON WI", "AUSTIN TX", "BOULDER CO", "DAYTON OH"];
