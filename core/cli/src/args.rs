//! The command tree: the flows made by hand first, then one noun per group of operations in the catalog.

use crate::generated;
use clap::{Arg, ArgAction, Command, ValueHint};

const EXIT_CODES: &str = "Exit codes: 0 done; 1 defect; 2 wrong usage or input; 3 not found; 4 already exists; 5 locked row; \
6 not a statement; 7 ambiguous; 8 wrong account or currency; 9 stale plan; 10 nothing to undo; 11 book in use; \
12 book of a newer version; 13 damaged; 14 read-only; 15 disk full; 16 file not readable; 17 amounts; 18 stopped by you; 19 no book open; 20 passphrase needed; 21 wrong passphrase; 22 server does not answer; 23 server refuses; 24 no keychain; 25 keys of sync are locked; 26 the book is shared for reading only.";

/// The whole tree.
pub fn command() -> Command {
    let root = Command::new("valorize")
        .about("Personal finance that belongs to its owner: bank statements in, a clean book out, all on this machine.")
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(EXIT_CODES)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("book")
                .long("book")
                .global(true)
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help("The book [default: $VALORIZE_BOOK, else book.valorize in your data folder]"),
        )
        .arg(
            Arg::new("passphrase-file")
                .long("passphrase-file")
                .global(true)
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help("File whose first line is the passphrase of an encrypted book [default: $VALORIZE_PASSPHRASE, else it is asked for]"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .global(true)
                .action(ArgAction::SetTrue)
                .help("Print JSON for programs"),
        )
        .subcommands(flows());
    generated::attach(root)
}

fn flows() -> Vec<Command> {
    vec![
        init(),
        import(),
        inspect(),
        review(),
        transactions(),
        Command::new("undo").about("Take back the last action, exactly; or one import").arg(text(
            "import",
            "BATCH",
            "Take back this import (see `valorize import --list`)",
        )),
        Command::new("redo").about("Do again what was undone last"),
        Command::new("doctor")
            .about("Verify the book: hashes, projection against a rebuild, split sums")
            .arg(flag("repair", "Rebuild the projection from the journal when it differs")),
        export(),
        sync(),
        Command::new("encrypt").about(
            "Encrypt the book: from then on only the passphrase opens its file; without it the book is lost",
        ),
        Command::new("decrypt")
            .about("Take the encryption of the book away: whoever has the file can read it then"),
        categorizer(),
        serve(),
        Command::new("completions")
            .about("Print a shell completion script")
            .arg(Arg::new("shell").required(true).value_parser(clap::value_parser!(clap_complete::Shell))),
    ]
}

fn init() -> Command {
    Command::new("init")
        .about("Make a new book with default categories")
        .arg(text("name", "NAME", "What the book is called"))
        .arg(text("currency", "CODE", "Base currency, ISO 4217 [default: BRL for pt-BR, else USD]"))
        .arg(
            text("language", "LANGUAGE", "pt-BR or en [default: from the system]")
                .value_parser(["pt-BR", "en"]),
        )
}

fn import() -> Command {
    Command::new("import")
        .about("Import statement files: plan, balance proof, what is new, known and doubtful, commit, categorise")
        .arg(files(false))
        .arg(text("account", "NAME", "Import into this account, whatever the file says"))
        .arg(text("mapping", "FILE", "CSV mapping profile (JSON) instead of the inferred one").value_hint(ValueHint::FilePath))
        .arg(text("date-order", "ORDER", "Order of day and month where the file leaves it open").value_parser(["dmy", "mdy", "ymd"]))
        .arg(flag("plan", "Show the plan and stop; nothing is imported"))
        .arg(flag("yes", "Commit without asking").short('y'))
        .arg(flag("lines", "Show every line of the plan"))
        .arg(flag("list", "List the imports made so far"))
}

fn inspect() -> Command {
    Command::new("inspect")
        .about("Say what a statement file contains; no book is touched")
        .arg(files(true))
        .arg(text("currency", "CODE", "Currency where the file names none"))
        .arg(text("mapping", "FILE", "CSV mapping profile (JSON)").value_hint(ValueHint::FilePath))
        .arg(
            text("date-order", "ORDER", "Order of day and month where the file leaves it open")
                .value_parser(["dmy", "mdy", "ymd"]),
        )
        .arg(flag("show-mapping", "Print the inferred CSV mapping as a profile file"))
}

fn review() -> Command {
    Command::new("review")
        .about("Go through the suggested categories: accept, correct, skip")
        .arg(
            text("accept-above", "PERCENT", "Accept all with at least this confidence, without asking")
                .value_parser(clap::value_parser!(u16).range(0..=100)),
        )
        .arg(flag("list", "Only list what waits"))
        .arg(text("limit", "N", "At most so many").value_parser(clap::value_parser!(i64).range(1..)))
}

fn transactions() -> Command {
    Command::new("transactions")
        .about("List transactions, newest first")
        .arg(text("from", "DATE", "From this day, month or year (2024-01-31, 2024-01, 2024)"))
        .arg(text("to", "DATE", "To this day, month or year, included"))
        .arg(text("account", "NAME", "Only this account"))
        .arg(text("category", "NAME", "Only this category; `none` for rows without one"))
        .arg(text("search", "TEXT", "Only rows whose text contains this"))
        .arg(
            text("limit", "N", "At most so many [default: 50; all with --json]")
                .value_parser(clap::value_parser!(i64).range(1..)),
        )
}

fn export() -> Command {
    Command::new("export")
        .about("Write the book in another format")
        .arg(
            text("format", "FORMAT", "csv, json (lossless), beancount or hledger")
                .required(true)
                .value_parser(["csv", "json", "beancount", "hledger"]),
        )
        .arg(
            text("output", "FILE", "Where to [default: standard output]")
                .short('o')
                .value_hint(ValueHint::FilePath),
        )
}

fn categorizer() -> Command {
    Command::new("categorizer")
        .about("The categoriser: its state, and how well it does on labelled rows")
        .subcommand_required(true)
        .subcommand(
            Command::new("evaluate")
                .about("Replay a labelled CSV in order of date, learning only from earlier rows")
                .arg(files(true))
                .arg(
                    text("mode", "MODE", "chronological (learn only from earlier days), unseen (new merchants only), cold (learn nothing)")
                        .value_parser(["chronological", "unseen", "cold"]),
                ),
        )
        .subcommand(Command::new("status").about("Which model is used and what it has learned from"))
}

fn serve() -> Command {
    Command::new("serve")
        .about(
            "Show the book in a browser on this machine: 127.0.0.1 only, for whoever has the link it prints",
        )
        .arg(
            text("port", "N", "Port to listen on; 0 takes a free one")
                .default_value("0")
                .value_parser(clap::value_parser!(u16)),
        )
        .arg(flag("open", "Open the link in the browser"))
        .arg(flag(
            "json-ready",
            "Print the link as one line of JSON; each line on standard input asks for another",
        ))
}

fn phrase_file() -> Arg {
    text(
        "phrase-file",
        "FILE",
        "File with the phrase [default: $VALORIZE_RECOVERY_PHRASE, else it is asked for]",
    )
}

fn sync() -> Command {
    let folder = || {
        text("folder", "PATH", "A folder that all devices see, in the place of a server")
            .value_hint(ValueHint::DirPath)
    };
    let at = |command: Command| {
        command
            .arg(folder().conflicts_with_all(["server", "account"]))
            .arg(text("server", "ADDRESS", "Address of the server: https://…, or http://127.0.0.1:PORT"))
            .arg(text("account", "NAME", "The account on the server"))
            .arg(text(
                "password-file",
                "FILE",
                "File with its password [default: $VALORIZE_SYNC_PASSWORD, else it is asked for]",
            ))
            .arg(
                flag("issuer", "Sign in in your browser, through the issuer that the server trusts: no account or password to type")
                    .conflicts_with_all(["account", "folder"]),
            )
            .arg(flag("no-browser", "With --issuer: print the address alone"))
    };
    Command::new("sync")
        .about("Keep the book in step with other devices, through a server that cannot read it, or a shared folder")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            text(
                "keys-passphrase-file",
                "FILE",
                "File with the passphrase of the key file, where there is one [default: $VALORIZE_KEYS_PASSPHRASE, else it is asked for]",
            )
            .global(true)
            .value_hint(ValueHint::FilePath),
        )
        .subcommands([
            at(Command::new("set-up").about("Begin to sync this book, and print its recovery phrase"))
                .arg(flag("new-account", "Make the account"))
                .arg(text("invitation", "CODE", "Invitation, where the server wants one")),
            at(Command::new("join").about("Bring a book of another device here, with the code it shows or the recovery phrase"))
                .arg(text("code", "CODE", "The code that `valorize sync invite` or the window shows there: no account, password or phrase needed; with --account, the code of `valorize sync share`"))
                .arg(flag("new-account", "Make the account, for a book that somebody shares"))
                .arg(text("invitation", "CODE", "Invitation, where the server wants one for a new account"))
                .arg(text(
                    "phrase-file",
                    "FILE",
                    "File with the phrase [default: $VALORIZE_RECOVERY_PHRASE, else it is asked for]",
                )),
            Command::new("once").about("Sync until the book says the same as the server or the folder"),
            Command::new("watch").about("Sync until stopped, coming back after every break"),
            Command::new("status").about("Show where the book is synced and what waits"),
            Command::new("phrase").about("Make and print a recovery phrase, in the place of any before"),
            Command::new("check-phrase")
                .about("Say whether a phrase is the recovery phrase of this book")
                .arg(phrase_file()),
            Command::new("keep-phrase")
                .about("Make a phrase of this book the only one, where two devices made one at the same time")
                .arg(phrase_file()),
            Command::new("invite").about("Show a code, and let the device in on which it is typed"),
            Command::new("devices").about("List the devices of the account and the book"),
            Command::new("revoke").about("Take a device's access away and make keys it does not get").arg(
                Arg::new("device").value_name("TAG").required(true).help("From `valorize sync devices`"),
            ),
            Command::new("keys")
                .about("Say or choose where this device keeps what lets it in, and its own key")
                .arg(
                    text("keep", "WHERE", "keychain; file (beside the book, behind a passphrase); book (in the book's file)")
                        .value_parser(["keychain", "file", "book"]),
                ),
            Command::new("leave")
                .about("End syncing on this device; nothing is removed")
                .arg(flag("without-keys", "Though the passphrase of the key file is lost: it comes back as another device")),
        ])
        .subcommands(sharing())
        .subcommands(hosting())
        .subcommands(statements())
        .subcommands(monthly())
        .subcommands(webhooks())
}

/// A book that the server reads.
fn hosting() -> [Command; 7] {
    [
        Command::new("host")
            .about("Let the server read this book, for its API; it says what that means and asks first")
            .arg(flag("yes", "Do not ask")),
        Command::new("unhost").about("Take the server out of those who can read this book"),
        Command::new("token")
            .about("Make an access token for the API of a book that the server reads; it is shown once")
            .arg(text("name", "NAME", "What it is for").default_value("command line"))
            .arg(flag("write", "It may change the book too")),
        Command::new("tokens").about("List the access tokens of this book's API"),
        Command::new("end-token")
            .about("End an access token")
            .arg(Arg::new("id").value_name("NUMBER").required(true).help("From `valorize sync tokens`")),
        Command::new("notices")
            .about("List what the server that reads this book has to tell about it, unread first")
            .arg(flag("read", "Note that those were read")),
        Command::new("jobs").about("List what the server does, or did, for this book, newest first"),
    ]
}

/// An id; it may begin with a dash.
fn id(help: &'static str) -> Arg {
    Arg::new("id").value_name("ID").required(true).allow_hyphen_values(true).help(help)
}

/// Statements at a server that reads the book.
fn statements() -> [Command; 5] {
    let fate = ["merge", "add", "leave-out"];
    let lines = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("N")
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(clap::value_parser!(u32))
            .help(help)
    };
    [
        Command::new("statements")
            .about("List the statements that the server which reads this book imports, or did; those that wait for your review first"),
        Command::new("statement")
            .about("Show such a statement: each line in doubt, with the row it perhaps is")
            .arg(id("From `valorize sync statements`")),
        Command::new("upload")
            .about("Hand a statement to the server that reads this book, which imports it")
            .arg(Arg::new("file").value_name("FILE").required(true).value_hint(ValueHint::FilePath))
            .arg(text("account", "NAME", "The account it is of [default: the one with the number that the file names]")),
        Command::new("decide")
            .about("Say what becomes of a statement's lines in doubt, and have it imported")
            .arg(id("From `valorize sync statements`"))
            .arg(lines("merge", "These are the rows that they perhaps are"))
            .arg(lines("add", "These are rows of their own"))
            .arg(lines("leave-out", "These are left out"))
            .arg(text("others", "WHAT", "What becomes of all others in doubt").value_parser(fate)),
        Command::new("discard")
            .about("Give a statement up that waits at the server")
            .arg(id("From `valorize sync statements`")),
    ]
}

/// Monthly reports by a server that reads the book.
fn monthly() -> [Command; 4] {
    let format = |help| text("format", "FORMAT", help).value_parser(["pdf", "csv"]);
    [
        Command::new("reports")
            .about("List the monthly reports that the server which reads this book made, newest first"),
        Command::new("ask-report")
            .about("Have the server that reads this book make a month's report")
            .arg(Arg::new("month").value_name("MONTH").required(true).help("YYYY-MM"))
            .arg(text("language", "LANGUAGE", "pt-BR or en [default: the book's]"))
            .arg(format("pdf or csv [default: both]")),
        Command::new("fetch-report")
            .about("Bring a monthly report here")
            .arg(id("From `valorize sync reports`"))
            .arg(format("pdf or csv [default: pdf]"))
            .arg(text("to", "FILE", "The file to write").required(true).value_hint(ValueHint::FilePath)),
        Command::new("report-wish")
            .about(
                "Say or choose whether that server makes a month's report by itself once the month has ended",
            )
            .arg(Arg::new("wanted").value_name("on|off").value_parser(["on", "off"]).help("Choose it"))
            .arg(
                text("language", "LANGUAGE", "With on: pt-BR or en [default: the book's]").requires("wanted"),
            ),
    ]
}

/// Addresses to which notices go.
fn webhooks() -> [Command; 3] {
    [
        Command::new("webhooks").about("List the addresses to which notices about the book go"),
        Command::new("add-webhook")
            .about(
                "Send notices about the book to an address too; prints the secret they are signed with, once",
            )
            .arg(Arg::new("url").value_name("ADDRESS").required(true).help("https://…")),
        Command::new("remove-webhook")
            .about("Send notices to an address no longer")
            .arg(Arg::new("id").value_name("NUMBER").required(true).help("From `valorize sync webhooks`")),
    ]
}

/// A book that several people keep.
fn sharing() -> [Command; 4] {
    [
            Command::new("share")
                .about("Share this book with another account of its server: shows a code for that person's device")
                .arg(text("with", "NAME", "The other account").required(true))
                .arg(role("What they may do")),
            Command::new("people").about("List the accounts that share this book, with their roles"),
            Command::new("role")
                .about("Change what a person who shares this book may do; reader to editor takes a new code of `share`")
                .arg(Arg::new("name").value_name("NAME").required(true).help("From `valorize sync people`"))
                .arg(role("What they may do from now on")),
            Command::new("unshare")
                .about("Take a person out of those who share this book, and make keys they do not get")
                .arg(Arg::new("name").value_name("NAME").required(true).help("From `valorize sync people`")),
    ]
}

fn role(help: &'static str) -> Arg {
    text("role", "ROLE", help).value_parser(["editor", "reader"]).required(true)
}

fn files(required: bool) -> Arg {
    Arg::new("files").value_name("FILE").num_args(1..).required(required).value_hint(ValueHint::FilePath)
}

fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    // Ids may begin with a dash.
    Arg::new(name).long(name).value_name(value).help(help).allow_hyphen_values(true)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}
