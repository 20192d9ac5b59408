//! The words themselves, folded as by `vocabulary::normalise`, with `|` between them: pt, en, de, es, fr, it, nl, da, sv, pl and
//! some of no, fi, cs, hu and ru.

/// Dates.
pub(super) const DATE: &str = "\
    date|data|datum|fecha|datetime|dato|dates|datuma|buchungstag|buchungsdatum|buchung|belegdatum|\
    bokforingsdag|bokforingsdatum|transaktionsdag|transaktionsdatum|transaktionsdato|bogforingsdato|\
    bogfort|boekdatum|boekingsdatum|transactiedatum|dzien|jour|giorno|dag|tag|timestamp|time|дата|\
    paivamaara|kirjauspaiva|transactiondate|dateop|rentedatum|valutadatum|wertstellung|\
    wertstellungsdatum|valutadato|ertekmap|bokfort|rentedato|ertekelap|ertekenap|erteknap|valuta|tarih|\
    dt|kuupaev|datums";
/// Makes a date another date than the booking day.
pub(super) const OTHER_DATE: &str = "\
    value|valuta|valeur|valor|valore|wertstellung|wertstellungsdatum|valutadatum|valutadato|rentedatum|\
    rentedato|settlement|started|authorised|authorized|waluty|erteknap|due|vencimento|effective|\
    processed|downloaded|valutadag";
/// Amounts.
pub(super) const AMOUNT: &str = "\
    amount|cash flow|cashflow|valor|betrag|importe|montant|importo|bedrag|belob|belop|beloep|kwota|summe|umsatz|sum|money|\
    mutatie|mutation|turnover|value|castka|osszeg|osszege|сумма|ammount|maara|montante|quantia|suma|amt|\
    transaktionsbelopp|bedrag bij af|net|total|total amount|buchungsbetrag|iznos|tutar|summa|valore|\
    transactiebedrag";
/// Makes an amount something else.
pub(super) const NOT_AMOUNT: &str = "\
    original|originale|originalbetrag|ursprungsbetrag|puvodni|eredeti|currency|fee|fees|foreign|rate|\
    price|tax|commission|quantity|exchange|kurs|koers|date|data|datum|fecha|dzien|local|poplatek|cambio|\
    cotacao|moeda|wahrung|usd original|dolar|em us|us|vat|tarifa|interest|shares|number|type|category|\
    fremdwahrung|taxa|limit|limite|fremdwahrungsbetrag|cashback|points";
/// Money out, as column name.
pub(super) const DEBIT: &str = "\
    debit|debito|debitos|debet|debits|soll|saida|saidas|debe|cargo|cargos|addebito|addebiti|uscite|\
    uscita|dare|withdrawal|withdrawals|withdrawn|outflow|paid out|money out|expense|expenses|ausgabe|\
    ausgaben|af|wydatki|obciazenie|obciazenia|расход|depense|depenses|gasto|gastos|out|ud|ut|kiadas|\
    uttag|belastung|lastschrift|debit amount|pagamentos|retiro|retiros|vydaje";
/// Money in, as column name.
pub(super) const CREDIT: &str = "\
    credit|credito|creditos|credits|haben|entrada|entradas|abono|abonos|haber|ingreso|ingresos|\
    accredito|accrediti|entrate|entrata|avere|deposit|deposits|inflow|paid in|money in|income|einnahme|\
    einnahmen|gutschrift|wplywy|uznanie|uznania|приход|bij|ind|in|bevetel|insattning|deposito|depositos|\
    revenus|recette|recettes|receitas|prijmy|received|kredit";
/// Columns that say whether money goes out or in.
pub(super) const DIRECTION: &str = "\
    creditdebet|credit debit|debit credit|bevetel kiadas|af bij|debito credito|credito debito|d c|c d|\
    dc|cd|soll haben|indicator|dr cr|cr dr|drcr|crdr|sens|segno|natureza|direction|sinal|s h|\
    debit credit indicator|debet credit|debe haber|bij af|cdtdbtind";
/// Balance.
pub(super) const BALANCE: &str = "\
    balance|saldo|saldos|solde|kontostand|egyenleg|остаток|bal|zustatek|running bal|saldi|kontosaldo|\
    cash balance|saldostand|bakiye";
/// Currency.
pub(super) const CURRENCY: &str = "\
    currency|moeda|wahrung|waehrung|divisa|devise|valuta|moneda|waluta|mena|devizanem|devizaneme|munt|\
    valutacode|ccy|valuutta|валюта|curr|monnaie|muntsoort|val";
/// Original.
pub(super) const ORIGINAL: &str = "\
    original|originale|foreign|puvodni|eredeti|fremdwahrung|ursprung|purchase currency|compra";
/// Id.
pub(super) const ID: &str = "\
    id|identificador|identifiant|identifier|transactionid|fitid|reference|referenz|referencia|\
    referentie|ref|txn|azonosito|uuid|reference number|transaktions id|kundenreferenz|riferimento|\
    referencja|референс|transaction id|codigo|n ref";
/// Check.
pub(super) const CHECK: &str = "\
    check|cheque|docto|documento|doc|slip|num doc|nr doc|no documento|n documento|numero documento";
/// Account.
pub(super) const ACCOUNT: &str = "\
    account|account number|account no|account name|account id|conta|numero da conta|kontonummer|\
    rekeningnummer|rekening|wallet|szamlaszam|cislo uctu|номер счета|auftragskonto|iban auftragskonto|\
    konto|numero de cuenta|cuenta|numero de compte|compte|iban bban|numer konta|numer rachunku|kontonr|\
    ownaccount|own account|auftrags konto|accountnumber|conto|numero conto";
/// Makes an account another party's.
pub(super) const NOT_ACCOUNT: &str = "\
    bank|partner|counterparty|target|to|from|payee|bic|type|bezeichnung|contrapartida|beneficiary|nome|\
    tegenrekening|other|contra|zahlungsbeteiligter|destino|gegenkonto|external|kontrahenta|odbiorcy|\
    proti|transfer";
/// Status.
pub(super) const STATUS: &str = "\
    status|state|estado|situacao|stato|statut|stan|tila|stav";
/// Category.
pub(super) const CATEGORY: &str = "\
    category|categoria|kategorie|categorie|kategori|kategoria|budgetgrupp|kategorien|subcategory";
/// Kind.
pub(super) const KIND: &str = "\
    type|tipo|typ|transaktionstyp|vorgang|umsatztyp|transaction type|art|soort|betaalwijze|mutatiesoort|\
    buchungstext|details|umsatzart|tipusa|operacao";
/// Instalment.
pub(super) const INSTALMENT: &str = "\
    parcela|parcelas|instalment|installment|cuota|cuotas";
/// Description.
pub(super) const DESCRIPTION: &str = "\
    description|descricao|descripcion|historico|verwendungszweck|concepto|libelle|descrizione|\
    omschrijving|tekst|text|opis|title|titulo|tytul|lancamento|estabelecimento|narration|narrative|\
    particulars|beskrivning|beskrivelse|beskrywing1|activity|transaction|transactions|label|rubrik|name|\
    payee|merchant|action|описание|popis|zprava|kozlemeny|details|transaction details|remarque|\
    umsatztext|buchungstext|note|memo|info|movimento|movimentacao|detalhes|operation|operazione|causale|\
    intitule|designation|concept|naam|subject|particular|transaction description|remarks|toelichting|\
    handelaar|mededeling|communication|observaciones|loja|tapahtuma|selite";
/// Payee.
pub(super) const PAYEE: &str = "\
    payee|merchant|partner|beneficiario|beneficiary|empfanger|auftraggeber|estabelecimento|name|\
    counterparty|naam|tegenrekeninghouder|favorecido|destinatario|zahlungsempfanger|zahlungspflichtige|\
    zahlungsempfangerin|zahlungsbeteiligter|handelaar|odbiorca|contrahent|kontrahent|namn|mottagare|\
    neve|empfanger in|kontoinhaber";
/// Memo.
pub(super) const MEMO: &str = "\
    memo|note|notes|comment|comments|bemerkung|obs|observacao|poznamka|mededelingen|mededeling|\
    kommentar|payment reference|reference text|description2|beskrywing2|beskrywing3|text|\
    verwendungszweck|info|subject|details|kozlemeny|reszletek|original description|extended|tags|\
    location";
/// Direction out.
pub(super) const DIRECTION_OUT: &str = "\
    d|debit|dbit|debito|debet|af|dr|db|soll|s|outflow|expense|saida|out|ausgang|uitgaande|withdrawal|\
    cargo|debe|uscita|kiadas|debits|money out|pagamento|despesa|obciazenie|d debito|расход|ach debit|\
    dslip debit|debit card";
/// Direction in.
pub(super) const DIRECTION_IN: &str = "\
    c|credit|crdt|credito|bij|cr|haben|h|k|inflow|income|entrada|in|eingang|deposit|abono|haber|entrata|\
    bevetel|credits|money in|receita|uznanie|приход|ach credit|dslip|kredit";
/// Pending.
pub(super) const PENDING: &str = "\
    pending|offen|vorgemerkt|pendente|pendiente|en attente|in attesa|reserved|reserviert|prebooked|\
    authorised|authorized|processing|in behandeling|reserverad|afventer|oczekujaca|em processamento|\
    a lancar|agendado|preautorizado|gereserveerd|non contabilizzato";
/// Void.
pub(super) const VOID: &str = "\
    failed|declined|reverted|cancelled|canceled|rejected|failure|recusado|recusada|cancelado|cancelada|\
    rejeitado|estornada|refuse|abgelehnt|storniert|denied|expired|anulada|geannuleerd";
/// Speaks of money out.
pub(super) const DRIFT_OUT: &str = "\
    enviado|enviada|compra|saque|tarifa|iof|aluguel|conta de luz|conta de agua|supermercado|padaria|\
    drogaria|farmacia|posto|restaurante|anuidade|mercado|uber trip|uber eats|ifood|purchase|withdrawal|withdrawl|fee|\
    debit card|atm|bill pay|groceries|grocery|supermarket|supermarkets|gas|gasoline|automotive|\
    restaurant|restaurants|dining|merchandise|entertainment|utilities|utility|food drink|food|shopping|\
    travel|rent|coffee|car wash|parking|fuel|pharmacy|health wellness|personal|home|transport|netflix|\
    spotify|amazon|airlines|lastschrift|kartenzahlung|einkaufe|achat|retrait|prelevement|compra tarjeta|\
    pago|cajero|pagamento pos|prelievo|zakup|korttransaktion|kortkop|dankort|koop|betaalautomaat|\
    geldautomaat|prepay|carburant|miete|supermarkt|supermercato";
/// Speaks of money in.
pub(super) const DRIFT_IN: &str = "\
    rend pago|recebido|recebida|pagamento recebido|salario|estorno|deposito|rendimento|reembolso|credito|\
    pagamento de fatura|pagamentos validos|pagamento efetuado|devolucao|desconto|payment received|\
    thank you|payments and credits|payroll|deposit|refund|salary|cashback|rebate|contribution|\
    payment thank you|direct dep|dividend|internet payment received|autopay payment|gutschrift|gehalt|\
    lohn|erstattung|remboursement|salaire|nomina|abono|devolucion|stipendio|accredito|rimborso|\
    wynagrodzenie|wplata|insattning|lon|salaris|overforsel ind|reembolsos|credit|paiement recu|\
    bonus redemption|awards and rebate credits|online payment|autopay|interest payment";
/// Foreign.
pub(super) const FOREIGN: &str = "\
    data|datum|fecha|dato|valor|betrag|importe|montant|importo|bedrag|belob|belopp|belop|kwota|saldo|\
    solde|historico|descricao|lancamento|libelle|omschrijving|buchungstag|umsatz|descripcion|\
    descrizione|tekst|opis|titulo|estabelecimento|дата|сумма|castka|buchung|bokforingsdag|mutatie|\
    debito|credito|entrada|saida|concepto|remarque|bokforingsdatum";
/// Summary words.
pub(super) const SUMMARY_WORDS: &str = "\
    total|totais|totals|totaal|summe|gesamt|saldo|balance|kontostand|subtotal|suma|somme|totale|solde|\
    resumo|summary|anfangssaldo|endsaldo|opening|closing|ultimos lancamentos";
