//! Writes small OFX files, as tests want them.

use std::fmt::Write as _;

/// One transaction of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfxLine {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Decimal text.
    pub amount: String,
    /// FITID; `None` leaves it empty.
    pub id: Option<String>,
    /// MEMO.
    pub text: String,
}

/// One file with one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfxFile {
    /// CURDEF; `None` leaves it out.
    pub currency: Option<String>,
    /// BANKID.
    pub bank: String,
    /// ACCTID.
    pub account: String,
    /// LEDGERBAL as decimal text, and its day.
    pub balance: Option<(String, String)>,
    /// In file order.
    pub lines: Vec<OfxLine>,
}

impl Default for OfxFile {
    fn default() -> Self {
        Self {
            currency: Some("BRL".to_owned()),
            bank: "0999".to_owned(),
            account: "45678-9".to_owned(),
            balance: None,
            lines: Vec::new(),
        }
    }
}

impl OfxFile {
    /// OFX 1.02 with unclosed tags, UTF-8.
    pub fn text(&self) -> String {
        let mut out = String::from(
            "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\nCOMPRESSION:NONE\n\
             OLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<TRNUID>1\n<STMTRS>\n",
        );
        // Writing to a text cannot fail.
        let mut put = |line: std::fmt::Arguments<'_>| out.write_fmt(line).expect("memory");
        if let Some(currency) = &self.currency {
            put(format_args!("<CURDEF>{currency}\n"));
        }
        put(format_args!(
            "<BANKACCTFROM>\n<BANKID>{}\n<ACCTID>{}\n<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n",
            self.bank, self.account
        ));
        for line in &self.lines {
            put(format_args!(
                "<STMTTRN>\n<TRNTYPE>OTHER\n<DTPOSTED>{}\n<TRNAMT>{}\n<FITID>{}\n<MEMO>{}\n</STMTTRN>\n",
                line.date.replace('-', ""),
                line.amount,
                line.id.as_deref().unwrap_or_default(),
                line.text
            ));
        }
        put(format_args!("</BANKTRANLIST>\n"));
        if let Some((amount, day)) = &self.balance {
            put(format_args!(
                "<LEDGERBAL>\n<BALAMT>{amount}\n<DTASOF>{}\n</LEDGERBAL>\n",
                day.replace('-', "")
            ));
        }
        put(format_args!("</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n"));
        out
    }
}
