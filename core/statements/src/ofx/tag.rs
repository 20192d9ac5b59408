//! The tags that matter, as an enum: names are compared once, without regard to case.

macro_rules! tags {
    ($($name:ident = $($text:literal)|+),+ $(,)?) => {
        /// A tag the reader knows; everything else is [`Tag::Other`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Tag { $($name,)+ Investment, Other }

        fn exact(name: &[u8]) -> Tag {
            match name { $($($text)|+ => Tag::$name,)+ other => investment(other) }
        }
    };
}

tags! {
    Ofx = b"OFX" | b"OFC",
    Statement = b"STMTRS" | b"ACCTSTMT",
    CardStatement = b"CCSTMTRS",
    InvestmentStatement = b"INVSTMTRS",
    BankAccount = b"BANKACCTFROM" | b"ACCTFROM",
    CardAccount = b"CCACCTFROM",
    InvestmentAccount = b"INVACCTFROM",
    AccountTo = b"BANKACCTTO" | b"CCACCTTO",
    TransactionList = b"BANKTRANLIST",
    PendingList = b"BANKTRANLISTP",
    InvestmentList = b"INVTRANLIST",
    Transaction = b"STMTTRN" | b"GENTRN",
    Pending = b"STMTTRNP",
    Payee = b"PAYEE",
    Currency = b"CURRENCY",
    OriginalCurrency = b"ORIGCURRENCY",
    LedgerBalance = b"LEDGERBAL",
    AvailableBalance = b"AVAILBAL",
    Status = b"STATUS",
    Message = b"MESSAGE",
    Severity = b"SEVERITY",
    CurDef = b"CURDEF",
    BankId = b"BANKID" | b"BROKERID",
    BranchId = b"BRANCHID",
    AcctId = b"ACCTID",
    AcctType = b"ACCTTYPE",
    DtStart = b"DTSTART",
    DtEnd = b"DTEND",
    DtAsOf = b"DTASOF",
    BalAmt = b"BALAMT",
    Ledger = b"LEDGER",
    TrnType = b"TRNTYPE",
    DtPosted = b"DTPOSTED",
    DtTran = b"DTTRAN",
    TrnAmt = b"TRNAMT",
    FitId = b"FITID",
    CheckNum = b"CHECKNUM" | b"CHKNUM",
    Name = b"NAME",
    Memo = b"MEMO",
    CurSym = b"CURSYM",
    CurRate = b"CURRATE",
    BalanceList = b"BALLIST",
    PositionList = b"INVPOSLIST",
    InvestmentBalance = b"INVBAL",
    SecurityList = b"SECLIST",
}

/// Investment records directly below `INVTRANLIST`: their cash side is not a bank transaction.
fn investment(name: &[u8]) -> Tag {
    match name {
        b"BUYDEBT" | b"BUYMF" | b"BUYOPT" | b"BUYOTHER" | b"BUYSTOCK" | b"CLOSUREOPT" | b"INCOME"
        | b"INVEXPENSE" | b"JRNLFUND" | b"JRNLSEC" | b"MARGININTEREST" | b"REINVEST" | b"RETOFCAP"
        | b"SELLDEBT" | b"SELLMF" | b"SELLOPT" | b"SELLOTHER" | b"SELLSTOCK" | b"SPLIT" | b"TRANSFER" => {
            Tag::Investment
        }
        _ => Tag::Other,
    }
}

impl Tag {
    pub(super) fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let found = exact(bytes);
        if found != Self::Other || bytes.len() > 16 || !bytes.iter().any(u8::is_ascii_lowercase) {
            return found;
        }
        let mut upper = [0_u8; 16];
        for (to, from) in upper.iter_mut().zip(bytes) {
            *to = from.to_ascii_uppercase();
        }
        exact(&upper[..bytes.len()])
    }
}
